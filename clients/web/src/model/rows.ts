/** The rows by the names that the screens use; their shapes come from the server's projections. */
import type {
  AbsenceRow,
  AnnouncementRow,
  CalendarRow,
  ContestRow,
  ChannelRow,
  Collection,
  DelegationRow,
  DirectiveRow,
  Entry,
  Item,
  Outline,
  TemplateRow,
  TemplateVersion,
  Term,
  FigureRow,
  HandOverRow,
  LineRow,
  MessageRow,
  NoticeEntry,
  NoticeRow,
  OfficialRow,
  PhoneRow,
  PostRow,
  PreferencesRow,
  Question,
  ReceiptRow,
  ReminderRow,
  ReminderRule,
  RecurrenceRow,
  RemindingRow,
  Rows,
  Seat,
  SnoozeRow,
  TallyRow,
  TalkRow,
  TaskRow,
  TimelineRow,
  UnitRow,
} from '@congvu/sync'

export type { HandOverRow, NoticeEntry, Outline, Question, ReminderRule, Seat, TemplateVersion, Term }
export type TaskItem = Item
export type Template = TemplateRow
export type Unit = UnitRow
export type Post = PostRow
export type Official = OfficialRow
export type Phone = PhoneRow
export type Task = TaskRow
export type TaskState = TaskRow['state']
export type Urgency = TaskRow['urgency']
export type Answers = TaskRow['answers']
export type Timeline = TimelineRow
export type TimelineEntry = Entry
export type Delegation = DelegationRow
export type Directive = DirectiveRow
export type Line = LineRow
export type Figure = FigureRow
export type Channel = ChannelRow
export type Message = MessageRow
export type Talk = TalkRow
export type Notice = NoticeRow
export type Preferences = PreferencesRow
export type Snooze = SnoozeRow
export type Announcement = AnnouncementRow
export type Receipt = ReceiptRow
export type Tally = TallyRow
export type Absence = AbsenceRow
export type Calendar = CalendarRow
export type Contest = ContestRow
export type Reminder = ReminderRow
export type Reminding = RemindingRow
export type Recurrence = RecurrenceRow
export type Collections = Rows
export type CollectionName = Collection
