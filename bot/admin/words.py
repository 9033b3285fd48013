"""The console's fixed words: navigation, what is said after a change, how a deed is called."""

from __future__ import annotations

from datetime import datetime

from bot.admin.roles import May
from bot.people.call_times import BEIJING

NAVIGATION = (
    ("/admin", "首页", May.SIGNED_IN),
    ("/admin/inbox", "没听懂的话", May.READ_INBOX),
    ("/admin/data", "教它的句子", May.READ_DATA),
    ("/admin/model", "训练和上线", May.READ_MODEL),
    ("/admin/content", "内容", May.READ_CONTENT),
    ("/admin/plan", "每周一课", May.READ_CONTENT),
    ("/admin/duty", "值守记录", May.DUTY),
    ("/admin/talks", "对话", May.TALKS),
    ("/admin/desk", "真人值班", May.TALKS),
    ("/admin/stats", "统计", May.STATS),
    ("/admin/factory", "我们厂的数", May.FACTORY),
    ("/admin/audit", "操作记录", May.AUDIT),
    ("/admin/accounts", "账号", May.ACCOUNTS),
)
SAID = {
    "signed_out": "已退出。",
    "password": "密码改好了，别处的登录都退出了。",
    "account_added": "账号建好了。",
    "account_changed": "账号改好了。",
    "labelled": "归好了 {n} 条，下次训练就会用上。",
    "known": "归好了 {n} 条。里面的句子原来就有，没有重复加。",
    "discarded": "放下了 {n} 条。",
    "flagged": "标记了 {n} 条，请管理员看。",
    "new_topic": "记下了 {n} 条：现在还没有这个话题。",
    "reopened": "放回去了 {n} 条。归的时候加的句子，也从话题里拿掉了。",
    "reopened_left": "放回去了 {n} 条。有的句子还在话题里（改写过、导出过，或者原来就有），要到“教它的句子”里删。",
    "deleted": "删掉了 {n} 条，找不回来了。",
    "added": "加好了 {n} 句。",
    "edited": "改好了。",
    "moved": "挪好了 {n} 句。",
    "removed": "删掉了 {n} 句。",
    "training": "开始训练了。您可以去做别的，它自己会跑。",
    "cancelled": "停下来了，线上的没有动。",
    "promoted": "新版本上线了。",
    "rolled_back": "退回去了。",
    "marked": "记好了。",
    "reviewed": "记下了：看过了。",
    "unreviewed": "放回没看过的了。",
    "taken": "接过来了。机器不再接这个人的话，您来写。",
    "sent": "发出去了。",
    "sent_next": "记下了。现在不能主动发，等对方下一次说话就送到。",
    "handed_back": "交还给机器了，也跟对方说了一声。",
    "rules": "设置存好了。",
    "content_begun": "草稿开好了。一项一项往下填，随时存草稿。",
    "content_twin": "批准了。等和它一起的那一份也批准，两样一起上线。",
    "content_saved": "草稿存好了，线上还没有变。",
    "content_handed_in": "交上去了，等另一个人看。",
    "content_taken_back": "拿回来了，可以接着改。",
    "content_dropped": "这份草稿不要了，线上的没有动。",
    "content_sent_back": "退回去了，写的人会看到您的话。",
    "content_published": "批准了，几秒钟以后就生效。",
    "content_scheduled": "批准了，到时间自己上线。",
    "content_withdraw": "交上去了，等另一个人看。批准了才撤，现在线上还没有变。",
    "content_kept": "不撤了，线上的没有动。",
    "content_withdrawn": "撤下了，几秒钟以后就生效。",
    "planned": "排好了，到时间自己发。",
    "plan_cancelled": "取消了。",
}
"""Said on the page after a change; {n} is how many."""
DEEDS = {
    "sign_in": "登录",
    "sign_in_failed": "登录失败",
    "locked": "输错太多次，锁住",
    "sign_out": "退出",
    "password": "改密码",
    "account_add": "建账号",
    "account_disable": "停用账号",
    "account_enable": "启用账号",
    "label": "归类",
    "discard": "放下",
    "flag": "标记",
    "new_topic": "记为新话题",
    "reopen": "放回",
    "delete_message": "删除（个人信息）",
    "sentence_add": "加句子",
    "sentence_edit": "改句子",
    "sentence_move": "挪句子",
    "sentence_delete": "删句子",
    "export": "导出句子",
    "import": "导入句子",
    "train": "开始训练",
    "cancel": "停止训练",
    "judged": "评分",
    "promote": "上线",
    "refused": "不许上线",
    "roll_back": "退回",
    "content_begin": "新写内容",
    "content_save": "存内容草稿",
    "content_hand_in": "交内容",
    "content_back": "退回内容",
    "content_drop": "丢掉内容草稿",
    "content_approve": "批准内容",
    "content_alone": "自己批准内容",
    "content_publish": "内容上线",
    "content_withdraw": "要撤下内容",
    "content_withdrawn": "内容撤下了",
    "content_restore": "恢复旧内容",
    "content_export": "导出内容",
    "plan": "排每周一课",
    "plan_cancel": "取消每周一课",
    "plan_preview": "试发每周一课",
    "plan_send": "马上发每周一课",
    "plan_take_back": "收回每周一课",
    "duty_view": "查看值守记录",
    "duty_mark": "处理值守记录",
    "duty_take": "从值守记录接手",
    "talks_list": "查看对话列表",
    "talk_view": "查看一段对话",
    "talk_mark": "给对话写标签、备注",
    "talk_review": "记为看过",
    "talk_reopen": "放回没看过",
    "talk_script": "下载成对话考题",
    "take_over": "真人接手",
    "officer_says": "真人写了话",
    "hand_back": "交还给机器",
    "desk_view": "查看真人值班",
    "desk_rules": "改值班设置",
    "stats_export": "导出统计",
    "factory_view": "查看工厂的数",
    "outbox_retry": "重发没送到的信",
    "outbox_drop": "不再发没送到的信",
    "menu_push": "换公众号的菜单",
    "qr_poster": "做一个码",
    "backup": "备份",
    "restore": "恢复备份",
}
"""What the audit log calls a deed."""


def moment(at: float | None) -> str:
    """A moment (seconds since 1970) in Beijing time, to the minute."""
    return datetime.fromtimestamp(at, BEIJING).strftime("%Y-%m-%d %H:%M") if at else ""


def written(iso: str) -> str:
    """The same of a moment as a manifest writes it (ISO 8601); what is none stays as it is."""
    try:
        return moment(datetime.fromisoformat(iso).timestamp())
    except ValueError:
        return iso


def age(seconds: float) -> str:
    """How long ago: 40 分钟, 5 小时, 3 天."""
    minutes = max(0, int(seconds // 60))
    if minutes < 60:
        return f"{minutes} 分钟"
    return f"{minutes // 60} 小时" if minutes < 48 * 60 else f"{minutes // 1440} 天"
