"""A channel (kênh trao đổi): people who talk with each other, apart from units, tasks and directives."""
