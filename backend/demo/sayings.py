"""What people of the demo city say to each other: conversations, each line by one of those who take part."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """Who says it (a number among those who talk), after how many minutes; `reactions` by how many others.

    `answers`: in a thread, the line of that number; `calls`: the one who is mentioned.
    """

    who: int
    text: str
    after: int = 4
    reactions: tuple[tuple[str, int], ...] = ()
    answers: int | None = None
    calls: int | None = None


class Conversation(NamedTuple):
    """The lines, and which of them is pinned."""

    lines: tuple[Line, ...]
    pinned: int | None = None


OF_WARD = Conversation(
    (
        Line(
            0,
            "Sáng mai triều đạt **1,62 m** lúc 05:40. Các đồng chí trực từ *4 giờ 30* tại ba điểm ngập.",
            0,
            (("👍", 3),),
        ),
        Line(1, "Tổ dân phố 5 báo nắp cống hẻm 48 bị hư, em đã rào tạm.", 11),
        Line(0, "Tốt. Báo Công ty Thoát nước, chụp lại hiện trạng gửi lên đây nhé.", 3, calls=1),
        Line(1, "Em gọi rồi ạ, đội thoát nước hẹn 9 giờ.", 26, (("👌", 1),)),
        Line(2, "Máy bơm lưu động số 2 đã chạy thử, ổn định.", 40),
        Line(
            1,
            "Dạ, 12 hộ neo đơn cần hỗ trợ:\n- Hẻm 48: 5 hộ\n- Hẻm 62: 4 hộ\n- Ven rạch: 3 hộ",
            63,
        ),
        Line(0, "Giao tổ y tế gọi điện từng hộ trước 17 giờ.", 7, answers=5),
        Line(2, "Đã gọi xong 12/12 hộ, không ai cần di dời đêm nay.", 180, (("❤️", 2), ("👍", 1)), answers=5),
        Line(0, "Cảm ơn anh chị em. Mai gặp ở cầu Calmette lúc 4 giờ 30.", 25, (("💪", 3),)),
    ),
    pinned=0,
)
OF_DEPARTMENT = Conversation(
    (
        Line(
            0,
            "Giao ban 8 giờ sáng thứ Hai: mỗi phòng chuẩn bị *tối đa một trang* về tiến độ nạo vét.",
            0,
            (("👍", 4),),
        ),
        Line(1, "Phòng Hạ tầng xin báo cáo thêm về trạm bơm Bình Triệu ạ.", 14),
        Line(0, "Đồng ý, gửi trước số liệu giúp tôi.", 5, calls=1),
        Line(2, "Em đã đưa bảng tổng hợp 24 trạm bơm vào nhiệm vụ, các phòng xem và góp ý trước 16 giờ.", 55),
        Line(1, "Đã xem, số liệu trạm số 7 cần kiểm tra lại: công suất ghi nhầm đơn vị.", 32, answers=3),
        Line(2, "Đã sửa, cảm ơn anh.", 12, (("👌", 1),), answers=3),
    )
)
OF_FLOODS = Conversation(
    (
        Line(
            0,
            "Kênh trao đổi nhanh trong đợt triều cường. Số liệu chính thức vẫn báo cáo trong chỉ đạo.",
            0,
            (("👍", 5),),
        ),
        Line(1, "Sở Xây dựng: 14 đội ứng trực đã về vị trí, xe bơm dự phòng ở Nhà Bè và Thanh Đa.", 9),
        Line(2, "Ngành y tế đã bố trí 6 xe cấp cứu tại các khu vực dễ chia cắt.", 15, (("🙏", 2),)),
        Line(3, "Phường Sài Gòn: nước bắt đầu vào đường Tôn Đức Thắng, khoảng 10 cm.", 34),
        Line(1, "Đã điều một xe bơm sang, 15 phút nữa đến.", 3, (("👍", 2),), calls=3),
        Line(3, "Xe bơm đã chạy, nước rút còn 5 cm. Cảm ơn Sở Xây dựng!", 41, (("❤️", 3),)),
        Line(0, "Rất tốt. 16 giờ tổng hợp lần hai.", 5),
    ),
    pinned=0,
)
OF_WATCH = Conversation(
    (
        Line(0, "Lịch trực tối nay: anh Bình 18–22 giờ, tôi từ 22 giờ đến sáng.", 0),
        Line(1, "Nhận rõ.", 2, (("👍", 1),)),
        Line(2, "Tôi thay anh Bình nếu họp muộn nhé.", 21),
        Line(1, "Cảm ơn anh, chắc kịp.", 4),
    )
)
BETWEEN_TWO = Conversation(
    (
        Line(0, "Chị xem giúp tôi dự thảo báo cáo chống ngập, chiều trình Thường trực.", 0),
        Line(1, "Tôi đang xem. Phần giải ngân nên đưa số liệu đến hết tuần này.", 18),
        Line(0, "Được, chị sửa trực tiếp giúp tôi.", 5),
        Line(1, "Đã xong, gửi lại anh trong nhiệm vụ.", 47, (("🙏", 1),)),
    )
)
AT_TASKS: tuple[Conversation, ...] = (
    Conversation(
        (
            Line(0, "Phần kinh phí tách riêng theo từng phường giúp tôi.", 0),
            Line(1, "Vâng, em bổ sung trong chiều nay.", 13),
            Line(0, "Nhớ ghi rõ nguồn.", 4, (("👍", 1),)),
        )
    ),
    Conversation(
        (
            Line(1, "Có hai điểm chưa khảo sát được do ngập sâu, xin chờ nước rút.", 0),
            Line(0, "Đồng ý, hai điểm đó báo cáo sau. Các điểm khác vẫn đúng hạn.", 22),
        )
    ),
    Conversation(
        (
            Line(1, "Xin ý kiến: số liệu lấy đến 24 giờ hôm qua hay 7 giờ sáng nay?", 0),
            Line(0, "7 giờ sáng nay.", 6),
            Line(1, "Rõ ạ.", 2),
        )
    ),
)
