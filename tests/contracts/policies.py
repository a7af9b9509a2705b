"""Section 6 of access.md: what the platform does by itself under each policy."""

from __future__ import annotations

DIRECTORY = [
    "unit.create",
    "unit.rename",
    "unit.move",
    "unit.merge",
    "unit.split",
    "unit.close",
    "post.create",
    "post.change",
    "post.handOver",
    "post.close",
    "power.grant",
    "power.revoke",
    "official.register",
    "official.change",
    "official.leave",
    "official.erase",
    "delegation.give",
    "delegation.revoke",
    "delegation.followDates",
]

POLICY_COMMANDS = {
    "setup": DIRECTORY,
    "directive-assign": ["task.assign"],
    "directive-deadline": ["task.changeDeadline"],
    "directive-recall": ["task.cancel"],
    "directive-close": ["task.complete"],
    "directive-chase": ["task.chase"],
    "parent-deadline": ["task.changeDeadline"],
    "merger": ["task.reassign", "recurrence.pass", "unit.move", "post.close"],
    "split": ["task.reassign", "recurrence.pass", "unit.move", "post.close"],
    "closing": ["task.reassign", "recurrence.pass"],
    "empty-seat": ["task.reassign"],
    "closed-seat": ["task.reassign", "recurrence.pass"],
    "recurrence": ["task.assign", "directive.issue", "recurrence.fail"],
    "nobody-there": ["task.reassign"],
    "leaver": ["post.handOver", "channel.remove"],
    "retention": ["message.expire"],
    "timers": [
        "task.remind",
        "reminder.fire",
        "delegation.followDates",
        "absence.followDates",
        "recurrence.next",
    ],
    "calendar": ["task.followCalendar"],
    "calendar-defaults": ["calendar.fillYear"],
    "upload": ["file.store"],
}
