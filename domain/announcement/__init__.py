"""An announcement (thông báo): one text to everybody in many units, who say that they know it."""
