//! Words for outcomes.

use super::labels;
use crate::domain::outcome::{AccountabilityForm, MoneyDirection, OutcomeKind};

labels! { OutcomeKind {
    Rule => "规范性文件", ["制度", "建章立制", "制度文件", "文件"];
    Accountability => "问责处理", ["问责", "追责问责", "处理人员", "处分"];
    Money => "资金", ["金额", "款项"];
    Other => "其他成效", ["其他", "其它"];
} }

labels! { AccountabilityForm {
    Criticism => "批评教育", ["批评"];
    Reminder => "提醒谈话", ["谈话提醒", "提醒", "谈话"];
    WrittenSelfCriticism => "责令检查", ["责令作出检查", "书面检查", "检查"];
    Admonition => "诫勉", ["诫勉谈话"];
    Organisational => "组织处理", ["组织调整"];
    PartyDiscipline => "党纪处分", ["党内处分", "党纪"];
    AdministrativeSanction => "政务处分", ["政务", "行政处分"];
    Transferred => "移送司法", ["移送司法机关", "移送"];
} }

labels! { MoneyDirection {
    Recovered => "追缴", ["追回", "收缴", "挽回"];
    Refunded => "清退", ["退还", "退回", "退赔"];
    PaidIn => "上缴", ["缴入", "上交", "上缴财政"];
    PaidOut => "发放", ["兑付", "支付", "发还"];
    Saved => "节约", ["节省", "压减"];
} }
