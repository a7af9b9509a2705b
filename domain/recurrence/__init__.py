"""Recurring work (công việc, báo cáo định kỳ): what a seat asks for again and again, by a rule of dates."""
