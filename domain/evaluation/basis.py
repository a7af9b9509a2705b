"""Where each parameter of the default rule comes from: a decree's article, how agencies work, or our choice.

The articles are those of Decree 335/2025/NĐ-CP of 21 December 2025 on evaluating and classifying the quality
of state administrative agencies and civil servants, in force from 1 January 2026. Only what was read of it is
named; decision 0092 says what was not.
"""

from __future__ import annotations

from typing import Any, Literal

from domain.evaluation.parameters import DEFAULT, Parameters
from domain.kernel import Struct

Origin = Literal["decree", "practice", "choice", "own"]
DECREE = "335/2025/NĐ-CP"


class Article(Struct, frozen=True):
    """A place in the decree: điều, khoản, điểm."""

    article: int
    clause: int
    point: str | None = None


class Basis(Struct, frozen=True):
    """What a parameter rests on; `vi` and `en` say it to those who are judged by it."""

    origin: Origin
    vi: str
    en: str
    article: Article | None = None


def _decree(article: int, clause: int, point: str | None, vi: str, en: str) -> Basis:
    place = Article(article=article, clause=clause, point=point)
    return Basis(origin="decree", article=place, vi=vi, en=en)


def _choice(vi: str, en: str) -> Basis:
    return Basis(origin="choice", vi=vi, en=en)


BASIS: dict[str, Basis] = {
    "period": _decree(
        *(14, 1, None),
        "So sánh số lượng sản phẩm, công việc hoàn thành (đã quy đổi) với số được giao, hằng tháng hoặc quý",
        "Work done (converted) is compared with work given, each month or quarter",
    ),
    "lead": Basis(
        origin="practice",
        vi="Việc chủ trì tính đủ một phần",
        en="What one leads counts in full",
    ),
    "coordinating": Basis(
        origin="practice",
        vi="Việc phối hợp tính 0,3 so với việc chủ trì",
        en="What one coordinates counts 0.3 of what one leads",
    ),
    "urgency": _choice(
        "Hệ số quy đổi theo độ khẩn; cơ quan thay bằng danh mục quy đổi của mình",
        "How much work counts by its urgency; an agency puts its own list of conversions in its place",
    ),
    "sources": _choice("Hệ số quy đổi theo nguồn giao việc", "How much work counts by where it came from"),
    "quantity": _choice("Ba tiêu chí có trọng số bằng nhau", "The three criteria weigh the same"),
    "quality": _choice("Ba tiêu chí có trọng số bằng nhau", "The three criteria weigh the same"),
    "progress": _choice("Ba tiêu chí có trọng số bằng nhau", "The three criteria weigh the same"),
    "per_return": _decree(
        *(14, 2, "b"),
        "Mỗi lần đánh giá chưa đạt trừ 25% điểm chất lượng của công việc, "
        "trừ nguyên nhân khách quan được xác nhận",
        "Each review that fails takes 25% of the work's quality, but for a confirmed objective cause",
    ),
    "per_delay": _decree(
        *(14, 2, "c"),
        "Mỗi lần chậm trừ 25% điểm tiến độ của công việc, trừ nguyên nhân khách quan được xác nhận",
        "Each delay takes 25% of the work's progress, but for a confirmed objective cause",
    ),
    "days_per_delay": _choice(
        "Cứ quá hạn thêm chừng ấy ngày thì tính thêm một lần chậm",
        "So many more days late are another delay",
    ),
    "carried": _choice(
        "Việc quá hạn từ kỳ trước chưa xong vẫn tính là việc được giao trong kỳ",
        "What is late from before and not done yet counts as given in this period too",
    ),
    "results": _decree(
        *(12, 3, None),
        "Kết quả thực hiện nhiệm vụ tối đa 70 điểm trong thang điểm 100; "
        "30 điểm tiêu chí chung do người có thẩm quyền chấm",
        "Results of work bring up to 70 of 100 points; 30 are for general criteria, which people judge",
    ),
    "excellent": _decree(
        *(20, 1, None), "Hoàn thành xuất sắc nhiệm vụ: từ 90 điểm", "Excellent: from 90 points on"
    ),
    "good": _decree(
        *(20, 2, None), "Hoàn thành tốt nhiệm vụ: từ 70 đến dưới 90 điểm", "Good: from 70 to below 90 points"
    ),
    "completed": _decree(
        *(20, 3, None),
        "Hoàn thành nhiệm vụ: từ 50 đến dưới 70 điểm; dưới 50 là không hoàn thành (khoản 4, điểm a)",
        "Completed: from 50 to below 70 points; below 50 is not completed (clause 4, point a)",
    ),
    "green_from": _choice("Đèn xanh khi tiến độ đạt từ mức này", "Green when progress is at least so much"),
    "red_below": _choice("Đèn đỏ khi tiến độ dưới mức này", "Red when progress is below so much"),
}
"""By the parameter's name."""

OWN = Basis(origin="own", vi="Đơn vị quy định khác với mặc định", en="The unit's own, other than the default")


def basis_of(name: str, parameters: Parameters) -> Basis:
    """What a parameter rests on in a rule: the default's basis while it has the default's value."""
    same: Any = getattr(parameters, name) == getattr(DEFAULT, name)
    return BASIS[name] if same else OWN
