"""What the demo city works on, and the words in which its people report, return and decline."""

from __future__ import annotations

from backend.demo.city import CONSTRUCTION, ENVIRONMENT, HEALTH

EDUCATION = "Sở Giáo dục và Đào tạo"
CULTURE = "Sở Văn hóa và Thể thao"
FINANCE = "Sở Tài chính"
HOME = "Sở Nội vụ"
TECHNOLOGY = "Sở Khoa học và Công nghệ"
TRADE = "Sở Công Thương"
PLANNING = "Sở Quy hoạch - Kiến trúc"
JUSTICE = "Sở Tư pháp"
FOOD = "Sở An toàn thực phẩm"
TOURISM = "Sở Du lịch"

OF_DEPARTMENTS: tuple[tuple[str, str], ...] = (
    (ENVIRONMENT, "Báo cáo hiện trạng 24 trạm bơm chống ngập trước mùa triều cường"),
    (ENVIRONMENT, "Lập phương án vớt rác, khơi thông rạch Xuyên Tâm đoạn chưa thi công"),
    (ENVIRONMENT, "Rà soát các điểm sạt lở nguy hiểm ven sông, kênh, rạch"),
    (ENVIRONMENT, "Đề xuất điểm trung chuyển rác tạm thay thế các điểm đã đóng cửa"),
    (CONSTRUCTION, "Kiểm tra tiến độ nạo vét hệ thống thoát nước các tuyến đường trọng điểm ngập"),
    (CONSTRUCTION, "Báo cáo giải ngân vốn đầu tư công các dự án chống ngập"),
    (CONSTRUCTION, "Rà soát nhà chung cư cũ cấp D phải di dời khẩn cấp"),
    (CONSTRUCTION, "Đề xuất phân luồng giao thông khi ngập trên đường Nguyễn Hữu Cảnh"),
    (CONSTRUCTION, "Hoàn thiện hồ sơ nâng cấp cống ngăn triều Phú Xuân"),
    (HEALTH, "Kế hoạch phòng, chống sốt xuất huyết sau ngập"),
    (HEALTH, "Báo cáo dự trữ thuốc và vật tư y tế tại các trạm y tế phường, xã"),
    (HEALTH, "Sắp xếp trạm y tế theo địa giới hành chính mới"),
    (EDUCATION, "Phương án cho học sinh nghỉ học khi có triều cường trên báo động 3"),
    (EDUCATION, "Tổng hợp trường học bị ngập sân trong đợt triều tháng trước"),
    (FINANCE, "Thẩm định dự toán bơm chống ngập bổ sung quý IV"),
    (FINANCE, "Hướng dẫn quyết toán ngân sách cho phường, xã sau sắp xếp"),
    (FINANCE, "Báo cáo tình hình xử lý trụ sở dôi dư sau sắp xếp đơn vị hành chính"),
    (HOME, "Tổng hợp biên chế cán bộ, công chức phường, xã, đặc khu"),
    (HOME, "Trình quy chế làm việc mẫu của Ủy ban nhân dân phường, xã"),
    (HOME, "Rà soát chế độ đối với cán bộ dôi dư sau sắp xếp"),
    (TECHNOLOGY, "Kết nối cảm biến mực nước của các phường ven sông về trung tâm điều hành"),
    (TECHNOLOGY, "Báo cáo tỷ lệ hồ sơ trực tuyến toàn trình của phường, xã"),
    (TRADE, "Phương án bảo đảm nguồn hàng thiết yếu khi mưa bão"),
    (TRADE, "Kiểm tra an toàn điện tại các khu vực thường xuyên ngập"),
    (PLANNING, "Cập nhật cao độ nền khống chế khu vực ven sông Sài Gòn"),
    (JUSTICE, "Rà soát văn bản quy phạm pháp luật cần sửa sau khi bỏ cấp huyện"),
    (CULTURE, "Kiểm tra di tích bị ảnh hưởng do ngập trong nội thành"),
    (FOOD, "Kiểm tra an toàn thực phẩm tại bếp ăn tập thể sau mưa ngập"),
    (TOURISM, "Thông báo cho doanh nghiệp lữ hành về lịch triều cường trong tháng"),
)
"""Given by the city's leaders to a department."""

OF_WARDS: tuple[tuple[str, str], ...] = (
    (ENVIRONMENT, "Thống kê hộ dân sống ven kênh, rạch có nguy cơ sạt lở"),
    (ENVIRONMENT, "Khảo sát điểm ngập mới phát sinh trên địa bàn"),
    (ENVIRONMENT, "Ra quân vớt lục bình, khơi thông dòng chảy"),
    (ENVIRONMENT, "Lập danh sách hộ cần hỗ trợ di dời trước mùa triều cường"),
    (CONSTRUCTION, "Rà soát nắp cống, hố ga hư hỏng trên các tuyến hẻm"),
    (CONSTRUCTION, "Báo cáo công trình xây dựng lấn chiếm hành lang sông, rạch"),
    (CONSTRUCTION, "Kiểm tra biển báo, rào chắn tại các điểm ngập sâu"),
    (HEALTH, "Diệt lăng quăng, phun hóa chất phòng sốt xuất huyết tại khu phố"),
    (HEALTH, "Cập nhật danh sách người cao tuổi sống một mình cần hỗ trợ"),
    (EDUCATION, "Xác nhận số học sinh trái tuyến sau điều chỉnh địa giới"),
    (FINANCE, "Đối chiếu tài sản công nhận bàn giao từ phường cũ"),
    (HOME, "Báo cáo bố trí cán bộ tại trung tâm phục vụ hành chính công"),
    (TECHNOLOGY, "Cập nhật tài khoản dịch vụ công của cán bộ phường"),
    (TRADE, "Kiểm tra an toàn điện các chợ truyền thống"),
    (FOOD, "Kiểm tra nước sạch và thực phẩm tại điểm tạm cư"),
    (CULTURE, "Phát thanh bản tin triều cường trên hệ thống loa khu phố"),
    (JUSTICE, "Rà soát hồ sơ hộ tịch chuyển giao từ phường cũ"),
)
"""Given by a department's director to a ward."""

INSIDE: tuple[str, ...] = (
    "Soạn báo cáo tuần về tình hình ngập trên địa bàn",
    "Chuẩn bị tài liệu họp giao ban sáng thứ Hai",
    "Trả lời phản ánh của người dân về ngập hẻm 48",
    "Tổng hợp ý kiến khu phố về vị trí đặt máy bơm lưu động",
    "Cập nhật danh bạ trực ban phòng, chống thiên tai",
    "Soạn thông báo lịch triều cường gửi các khu phố",
    "Kiểm tra hồ sơ hỗ trợ hộ nghèo bị ngập",
    "Đối chiếu danh sách cử tri sau điều chỉnh địa giới",
    "Lập kế hoạch tiếp công dân tháng tới",
    "Rà soát hồ sơ một cửa quá hạn",
    "Chụp ảnh hiện trạng các điểm ngập sau triều",
    "Soạn công văn xin kinh phí sửa máy bơm",
)
"""Given by a leader to somebody of their own unit."""

OLD_WARDS: tuple[str, ...] = (
    "Bàn giao hồ sơ địa chính trước khi sắp xếp đơn vị hành chính",
    "Kiểm kê tài sản công chuẩn bị bàn giao cho phường mới",
    "Chốt danh sách hộ nghèo để chuyển giao",
    "Hoàn tất số hóa hồ sơ hộ tịch",
    "Báo cáo công nợ và các khoản tạm ứng còn lại",
)
"""Given to wards that were about to end."""

DESCRIPTION = (
    "Thực hiện theo kết luận giao ban. Nêu rõ số liệu, địa điểm, khó khăn và đề xuất; kèm hình ảnh nếu có."
)

PROGRESS = (
    "Đã phân công người phụ trách và bắt đầu khảo sát.",
    "Đã làm việc với các khu phố, đang tổng hợp số liệu.",
    "Đã khảo sát thực địa được hơn một nửa địa bàn.",
    "Đã có dự thảo, đang lấy ý kiến các bên liên quan.",
    "Còn chờ số liệu của hai đơn vị phối hợp.",
    "Cơ bản xong, đang rà soát lần cuối.",
)
DONE = (
    "Đã hoàn thành, xin trình kết quả kèm bảng số liệu.",
    "Đã thực hiện xong theo yêu cầu, kính trình xem xét.",
    "Hoàn thành đầy đủ nội dung được giao, gửi kèm báo cáo chi tiết.",
)
ENDORSED = ("Đã kiểm tra, đồng ý trình.", "Số liệu khớp với thực tế, đồng ý.", None)
ACCEPTED = ("Ghi nhận kết quả.", "Đạt yêu cầu.", "Tốt, tiếp tục theo dõi.", None)
RETURNED = (
    "Bổ sung số liệu theo từng khu phố.",
    "Chưa nêu rõ nguyên nhân và giải pháp, đề nghị làm lại phần đề xuất.",
    "Thiếu hình ảnh hiện trạng.",
)
MORE_TIME = (
    "Mưa lớn nhiều ngày nên chưa khảo sát được các hẻm sâu.",
    "Chờ số liệu của ngành điện và cấp nước.",
    "Nhân sự đang tập trung trực chống ngập.",
)
REFUSED_TIME = (
    "Thời hạn đã được tính đủ, đề nghị tập trung hoàn thành.",
    "Cần số liệu cho cuộc họp tuần này.",
)
DECLINED = (
    "Địa điểm nêu trong nội dung thuộc địa bàn phường bên cạnh.",
    "Nội dung thuộc thẩm quyền của đơn vị khác.",
)
CANCELLED = (
    "Đã lồng ghép vào chỉ đạo chung của Thành phố.",
    "Không còn cần thiết sau khi điều chỉnh kế hoạch.",
)
REOPENED = ("Phát sinh điểm ngập mới, cần bổ sung.", "Số liệu thay đổi sau đối chiếu.")
CHASED = ("Đề nghị khẩn trương báo cáo.", "Sắp đến hạn, đề nghị cập nhật tiến độ.")
PASSED_ON = ("Giao đồng chí chủ trì, báo cáo trước hạn một ngày.", "Đề nghị triển khai ngay.", None)
