"""What a notice says, in both languages: one sentence for what happened and as what one is told."""

from __future__ import annotations

from backend.notify.news import News

WORDS: dict[str, dict[str, str]] = {
    "vi": {
        "task.assigned.lead": "{by} giao cho bạn chủ trì",
        "task.assigned.coordinating": "{by} giao, bạn phối hợp",
        "task.sub-assigned.lead": "{by} giao tiếp cho bạn",
        "task.reassigned.lead": "{by} chuyển cho bạn chủ trì",
        "task.reassigned.former": "{by} đã chuyển việc này cho nơi khác",
        "task.declined.assigner": "{by} từ chối nhận, cần bạn xử lý",
        "task.submitted.assigner": "{by} trình kết quả, chờ bạn duyệt",
        "task.endorsed.assigner": "{by} đã xác nhận kết quả, chờ bạn duyệt",
        "task.returned.lead": "{by} trả lại kết quả",
        "task.completed.lead": "{by} đã duyệt hoàn thành",
        "task.completed.coordinating": "Việc bạn phối hợp đã hoàn thành",
        "task.extension-requested.assigner": "{by} xin gia hạn, chờ bạn quyết định",
        "task.extension-granted.lead": "{by} đồng ý gia hạn",
        "task.extension-refused.lead": "{by} không đồng ý gia hạn",
        "task.deadline-changed.lead": "{by} đổi thời hạn",
        "task.deadline-changed.coordinating": "{by} đổi thời hạn",
        "task.chased.lead": "{by} đôn đốc",
        "task.cancelled.lead": "{by} hủy nhiệm vụ",
        "task.cancelled.coordinating": "{by} hủy nhiệm vụ",
        "task.reopened.lead": "{by} mở lại nhiệm vụ",
        "message.posted.mentioned": "{by} nhắc đến bạn: {text}",
        "message.posted.answered": "{by} trả lời bạn: {text}",
        "message.posted.direct": "{by}: {text}",
        "announcement.issued.addressed": "{by} thông báo",
        "announcement.corrected.addressed": "{by} sửa thông báo",
        "announcement.reminded.addressed": "{by} nhắc bạn xác nhận",
        "": "Có thay đổi",
        "attachment": "đã gửi tệp",
        "somebody": "Hệ thống",
    },
    "en": {
        "task.assigned.lead": "{by} gave you the lead",
        "task.assigned.coordinating": "{by} assigned it; you coordinate",
        "task.sub-assigned.lead": "{by} passed it on to you",
        "task.reassigned.lead": "{by} gave it to you",
        "task.reassigned.former": "{by} gave it to somebody else",
        "task.declined.assigner": "{by} declined; it is yours to decide",
        "task.submitted.assigner": "{by} submitted; waiting for your decision",
        "task.endorsed.assigner": "{by} endorsed the result; waiting for your decision",
        "task.returned.lead": "{by} returned the result",
        "task.completed.lead": "{by} accepted the result",
        "task.completed.coordinating": "What you coordinate is completed",
        "task.extension-requested.assigner": "{by} asks for more time; waiting for your decision",
        "task.extension-granted.lead": "{by} granted more time",
        "task.extension-refused.lead": "{by} refused more time",
        "task.deadline-changed.lead": "{by} changed the deadline",
        "task.deadline-changed.coordinating": "{by} changed the deadline",
        "task.chased.lead": "{by} reminds you",
        "task.cancelled.lead": "{by} cancelled it",
        "task.cancelled.coordinating": "{by} cancelled it",
        "task.reopened.lead": "{by} opened it again",
        "message.posted.mentioned": "{by} mentioned you: {text}",
        "message.posted.answered": "{by} answered you: {text}",
        "message.posted.direct": "{by}: {text}",
        "announcement.issued.addressed": "{by} announces",
        "announcement.corrected.addressed": "{by} corrected it",
        "announcement.reminded.addressed": "{by} reminds you to acknowledge",
        "": "Something has changed",
        "attachment": "sent a file",
        "somebody": "The system",
    },
}


def sentence(news: News, by: str | None, language: str) -> str:
    """What happened, for one who is told of it."""
    words = WORDS[language if language in WORDS else "vi"]
    said = words.get(f"{news.topic}.{news.reason}", words[""])
    return said.format(by=by or words["somebody"], text=news.text or words["attachment"])
