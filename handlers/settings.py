"""What a station may choose: days, hours, counts. The defaults are the domain's (S1, S2, S18)."""

import re
from datetime import date, time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from storage.issues import Element
from storage.sheets import Risk

_NUMBER_PARTS = ("{YYYY}", "{NNN}")
CASE_PATTERN = re.compile(r"([^{}]{0,20})\{YYYY\}([^{}]{0,10})\{(N{1,8})\}([^{}]{0,10})")
"""What stands before the year, between it and the serial, the serial's digits as N each, what stands behind."""

_IDENTIFIER = re.compile("[a-z][a-z0-9_]{1,19}")
_SPAN = re.compile("([0-9]{1,4}) ?(小时|天)")
MOST_LIMITS, MOST_OF_A_SPAN = 6, 2160
"""Kinds of limits; hours or days of one."""


def _plain(value: time) -> time:
    """A time of day on the station's own clock: no zone, no fractions."""
    if value.tzinfo or value.microsecond:
        raise ValueError("只写时和分(可带秒),如 09:00,不带时区")
    return value


def _number_pattern(value: str) -> str:
    """A sheet number names its year and its serial, each once."""
    if any(value.count(part) != 1 for part in _NUMBER_PARTS):
        raise ValueError("须含 {YYYY}(年份)和 {NNN}(当年流水号)各一次,如 督〔{YYYY}〕{NNN}号")
    return value


def _case_pattern(value: str) -> str:
    """A case code has its year, then its serial of a certain width."""
    if not CASE_PATTERN.fullmatch(value):
        raise ValueError("须依次含 {YYYY}(年份)和 {NNNN}(流水号,几个 N 就是几位),如 演案{YYYY}-{NNNN}")
    return value


def _slip_pattern(value: str) -> str:
    """A slip number names its colour as well."""
    if value.count("{C}") != 1:
        raise ValueError("须含 {C}(单色:白、黄、红)一次,如 {C}〔{YYYY}〕{NNN}号")
    return _number_pattern(value)


def _different(value: tuple[int, ...]) -> tuple[int, ...]:
    """Days of reminding, the earliest first."""
    if len(set(value)) != len(value):
        raise ValueError("同一天数不能写两次")
    return tuple(sorted(value, reverse=True))


ClockTime = Annotated[time, AfterValidator(_plain)]
DayKind = Literal["natural", "working"]
DaysAhead = Annotated[int, Field(ge=0, le=30)]


class Section(BaseModel):
    """A part of the settings: frozen, exact in its types, and nothing in it that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class QuietHours(Section):
    """From `start` up to `end` (the next morning, when it is the earlier) nobody is disturbed."""

    start: ClockTime
    end: ClockTime

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        """`22:00-08:00`, as it is written in the file."""
        if not isinstance(value, str):
            return value
        start, _dash, end = value.partition("-")
        try:
            return {"start": time.fromisoformat(start.strip()), "end": time.fromisoformat(end.strip())}
        except ValueError:
            raise ValueError('须写成 "22:00-08:00";起止相同表示不设免打扰') from None

    def __contains__(self, moment: time) -> bool:
        """Whether a time of day is quiet; equal start and end mean that none is."""
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


class SheetSettings(Section):
    """Supervision sheets (S2)."""

    feedback_days: int = Field(default=7, ge=1, le=90)
    day_kind: DayKind = "natural"
    clock_start: Literal["issued", "signed"] = "issued"
    roll_over_holiday: bool = False
    due_time: ClockTime = time(23, 59, 59)
    ack_hours: int = Field(default=4, ge=1, le=168)
    lead_hours: int = Field(default=8, ge=1, le=336, validate_default=True)
    rework_min_days: int = Field(default=2, ge=1, le=30)
    extension_max_times: int = Field(default=1, ge=0, le=5)
    extension_max_days: int = Field(default=7, ge=1, le=90)
    suspension_max_days: int = Field(default=180, ge=1, le=730)
    extension_decide_workdays: int = Field(default=1, ge=1, le=10)
    min_text_chars: int = Field(default=30, ge=1, le=500)
    max_photos: int = Field(default=9, ge=1, le=10)
    max_photo_mb: int = Field(default=20, ge=1, le=20)
    no_pattern: Annotated[str, AfterValidator(_number_pattern)] = "督〔{YYYY}〕{NNN}号"
    urgent_risks: frozenset[Risk] = frozenset({Risk.RED})

    @field_validator("lead_hours")
    @classmethod
    def _owner_before_lead(cls, value: int, info: ValidationInfo) -> int:
        if value <= info.data.get("ack_hours", 0):
            raise ValueError("须大于 ack_hours:先催承办人,再告知队长")
        return value


Hours = Annotated[int, Field(ge=1, le=2160)]
Problems = tuple[Annotated[str, Field(min_length=2, max_length=60)], ...]


class ElementHours(Section):
    """Hours in which an issue of each element is to be put right (S5)."""

    incident: Hours = 24
    case: Hours = 72
    person: Hours = 24
    property: Hours = 24
    dossier: Hours = 168
    venue: Hours = 48


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class IssueSettings(Section):
    """Enforcement issues (S5): limits, and the typical problems that can be chosen instead of written."""

    due_hours: ElementHours = ElementHours()
    extension_max_days: int = Field(default=3, ge=1, le=30)
    weekly_on: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = (
        "monday"
    )
    no_pattern: Annotated[str, AfterValidator(_number_pattern)] = "问题〔{YYYY}〕{NNN}号"
    problems: dict[Annotated[Element, Field(strict=False)], Problems] = {
        Element.INCIDENT: ("反馈超时", "执法记录仪视频未关联", "警情分类有误", "未出具回执"),
        Element.CASE: ("缺审批手续", "办案期限临近", "证据有缺漏"),
        Element.PERSON: ("进出办案区登记有缺漏", "询问超时", "监护人未到场"),
        Element.PROPERTY: ("移交超时", "未贴标签", "清单与实物不符"),
        Element.DOSSIER: ("缺签名", "未扫描上传", "归档超时"),
        Element.VENUE: ("监控故障", "安全隐患", "登记有缺漏"),
    }


class CaseSettings(Section):
    """Cases, of which the bot carries nothing but the code (S7, M21)."""

    code_pattern: Annotated[str, AfterValidator(_case_pattern)] = "演案{YYYY}-{NNNN}"


DaysLate = Annotated[int, Field(ge=1, le=90)]


class SlipSettings(Section):
    """Three-colour slips (S6): for which deadlines, after how many days overdue, how long one may appeal."""

    apply_to: frozenset[Literal["rectification", "sheet"]] = frozenset({"rectification"})
    white_after_overdue_days: DaysLate = 1
    yellow_after_overdue_days: DaysLate = Field(default=3, validate_default=True)
    red_after_overdue_days: DaysLate = Field(default=7, validate_default=True)
    day_kind: DayKind = "natural"
    appeal_days: int = Field(default=2, ge=1, le=30)
    no_pattern: Annotated[str, AfterValidator(_slip_pattern)] = "{C}〔{YYYY}〕{NNN}号"

    @field_validator("yellow_after_overdue_days", "red_after_overdue_days")
    @classmethod
    def _later_than_the_milder(cls, value: int, info: ValidationInfo) -> int:
        milder = "yellow" if info.field_name == "red_after_overdue_days" else "white"
        if value <= info.data.get(f"{milder}_after_overdue_days", 0):
            raise ValueError(f"须大于 {milder}_after_overdue_days:白、黄、红依次加重")
        return value


def _checklist(value: tuple[str, ...]) -> tuple[str, ...]:
    """Items that can be told apart on buttons."""
    if len(set(value)) != len(value):
        raise ValueError("同一项不能写两次")
    return value


Checklist = Annotated[
    tuple[Annotated[str, Field(min_length=2, max_length=6)], ...],
    Field(min_length=1, max_length=5),
    AfterValidator(_checklist),
]


class Checklists(Section):
    """What is looked at in each stage: five items at the most, each short enough for a button (M21)."""

    pre: Checklist = ("受案手续", "权利告知", "证据目录", "期限")
    during: Checklist = ("强制措施手续", "证据固定", "涉案财物登记", "期限")
    post: Checklist = ("处理手续", "文书送达", "涉案财物处理", "卷宗归档")


class ReviewSettings(Section):
    """Double review, three pushes (S7): the hours of each decision, and the checklists of the stages."""

    hours: int = Field(default=24, ge=4, le=71)
    checklists: Checklists = Checklists()


def _identifier(value: str) -> str:
    """What buttons and records know a thing by."""
    if not _IDENTIFIER.fullmatch(value):
        raise ValueError("只用小写字母、数字和 _,以字母开头,2 到 20 个")
    return value


class Span(Section):
    """So many hours, or so many days: one of the two."""

    hours: int = 0
    days: int = 0

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        """`24小时` or `30天`, as it is written in the file."""
        if not isinstance(value, str):
            return value
        found = _SPAN.fullmatch(value)
        if found is None or not 0 < int(found[1]) <= MOST_OF_A_SPAN:
            raise ValueError(f'须写成 "24小时" 或 "30天",不超过 {MOST_OF_A_SPAN}')
        return {"hours" if found[2] == "小时" else "days": int(found[1])}

    def __str__(self) -> str:
        return f"{self.hours}小时" if self.hours else f"{self.days}天"


class LegalLimit(Section):
    """A limit that the law sets: how it is called, how long it is, and for how much longer it can be extended once."""

    key: Annotated[str, AfterValidator(_identifier)]
    name: str = Field(min_length=2, max_length=20)
    limit: Span
    extension: Span | None = None


def _each_once(value: tuple[LegalLimit, ...]) -> tuple[LegalLimit, ...]:
    """Limits that fit a message's buttons, and can be told apart."""
    if not 1 <= len(value) <= MOST_LIMITS:
        raise ValueError(f"须有 1 到 {MOST_LIMITS} 种")
    for part in ("key", "name"):
        if len({getattr(each, part) for each in value}) != len(value):
            raise ValueError(f"{part} 不能重复")
    return value


class ClockSettings(Section):
    """Legal clocks (S5): the limits for which one can be started, as the law has them just now."""

    limits: Annotated[tuple[LegalLimit, ...], AfterValidator(_each_once)] = (
        LegalLimit(key="acceptance", name="受案", limit=Span(hours=24)),
        LegalLimit(key="public_order", name="治安案件办结", limit=Span(days=30), extension=Span(days=30)),
        LegalLimit(key="questioning", name="询问查证", limit=Span(hours=8), extension=Span(hours=16)),
        LegalLimit(key="custody", name="扣押物移交保管", limit=Span(hours=24)),
        LegalLimit(key="unrelated", name="无关物品退还", limit=Span(days=3)),
    )


class CalendarSettings(Section):
    """Days off and days worked that the public calendar does not know, or has wrong."""

    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()

    @field_validator("workdays")
    @classmethod
    def _not_both(cls, value: tuple[date, ...], info: ValidationInfo) -> tuple[date, ...]:
        if both := set(value) & set(info.data.get("holidays", ())):
            days = "、".join(str(day) for day in sorted(both))
            raise ValueError(f"同一天不能既放假又上班:{days}")
        return value


class RemindSettings(Section):
    """Reminders before and after a due time, and the hours without any (S2, S18)."""

    offsets_days: Annotated[tuple[DaysAhead, ...], AfterValidator(_different)] = (3, 1, 0)
    at: ClockTime = time(9)
    daily_ceiling: int = Field(default=8, ge=1, le=100)
    evening: ClockTime = time(17)
    snooze_times: int = Field(default=3, ge=0, le=10)
    quiet_hours: QuietHours = Field(default=QuietHours(start=time(22), end=time(8)), validate_default=True)

    @field_validator("quiet_hours")
    @classmethod
    def _reminders_are_heard(cls, value: QuietHours, info: ValidationInfo) -> QuietHours:
        if "at" in info.data and info.data["at"] in value:
            raise ValueError("不能包含 at(提醒时间):否则提醒发不出去")
        return value


class MediationSettings(Section):
    """The mediation centre, and going back after a sheet is closed (S3)."""

    slot_times: Annotated[tuple[ClockTime, ...], Field(min_length=1, max_length=8)] = (
        time(9),
        time(14, 30),
        time(19, 30),
    )
    revisit_days: tuple[Annotated[int, Field(ge=1, le=365)], ...] = (7, 30)


class EnrolSettings(Section):
    """One-time codes, and the patience with wrong ones (S1, M1)."""

    code_hours: int = Field(default=24, ge=1, le=168)
    wrong_codes: int = Field(default=5, ge=1, le=20)
    silent_minutes: int = Field(default=60, ge=1, le=1440)


class ConversationSettings(Section):
    """Unfinished input (S18)."""

    draft_minutes: int = Field(default=30, ge=1, le=1440)


class Settings(Section):
    """Everything that a handler may ask about its station."""

    time_zone: ZoneInfo = ZoneInfo("Asia/Shanghai")
    bot_name: str = Field(default="督导", min_length=1, max_length=20)
    calendar: CalendarSettings = CalendarSettings()
    sheet: SheetSettings = SheetSettings()
    issue: IssueSettings = IssueSettings()
    slip: SlipSettings = SlipSettings()
    case: CaseSettings = CaseSettings()
    review: ReviewSettings = ReviewSettings()

    clock: ClockSettings = ClockSettings()
    remind: RemindSettings = RemindSettings()
    mediation: MediationSettings = MediationSettings()
    enrol: EnrolSettings = EnrolSettings()
    conversation: ConversationSettings = ConversationSettings()
