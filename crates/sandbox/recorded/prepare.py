"""Cuts the recorded Jira answers of Apache DevLake down to metadata without names or text.

    python3 prepare.py PATH_TO_incubator-devlake

Allow-lists only: whatever is not named here is dropped. README.md tells what came out.
"""

import csv
import json
import pathlib
import sys

csv.field_size_limit(10**9)
SOURCE = pathlib.Path(sys.argv[1]) / "backend/plugins/jira/e2e/raw_tables"
TARGET = pathlib.Path(__file__).parent

# Changelog fields a metadata client may see. Epic Link and IssueParentAssociation are the older words for Parent.
HISTORY = ["status", "Workflow", "Fix Version", "Sprint", "Parent", "Epic Link", "IssueParentAssociation",
           "resolution", "issuetype", "priority", "Story Points", "Flagged"]
TYPE = ["id", "name", "untranslatedName", "subtask", "hierarchyLevel"]
STATUS = ["id", "name", "untranslatedName", "statusCategory", "scope"]
SPRINT = ["id", "name", "state", "boardId", "originBoardId", "startDate", "endDate", "completeDate"]
VERSION = ["id", "name", "archived", "released", "releaseDate"]
PLAIN = ["created", "updated", "statuscategorychangedate", "resolutiondate", "duedate",
         "customfield_10014", "customfield_10024"]


def recorded(table):
    with open(SOURCE / f"_raw_jira_api_{table}.csv", newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(line for line in file if line.strip())
        return [json.loads(row["data"]) for row in rows]


def keep(record, names):
    return None if record is None else {name: record[name] for name in names if name in record}


def status(record):
    kept = keep(record, STATUS)
    kept["statusCategory"] = keep(record["statusCategory"], ["id", "key", "name", "colorName"])
    return kept


def named(record, names, word, current=None):
    """The kept members with a neutral name made of the id."""
    return keep(record, names) | {"name": f"{word} {record['id']}"}


def neutral_list(ids, names, word, known):
    """Names of a changelog item, made of its ids; one that is not the current name stays recognisably older."""
    if not ids:
        return ids if names is None else ""
    texts = []
    for one, text in zip(ids.split(", "), names.split(", ")):
        older = "" if known.get(one, text) == text else " (older name)"
        texts.append(f"{word} {one}{older}")
    return ", ".join(texts)


def write(name, records):
    text = json.dumps(records, ensure_ascii=False, indent=1)
    (TARGET / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(name, len(records))


raw = recorded("issues")
busy = {issue["fields"]["project"]["key"] for issue in raw}
labels = {}
names = {"Sprint": {}, "Version": {}}
for issue in raw:
    for label in issue["fields"]["labels"]:
        labels.setdefault(label, f"label-{len(labels) + 1}")
    for sprint in issue["fields"].get("customfield_10020") or []:
        names["Sprint"][str(sprint["id"])] = sprint["name"]
    for version in issue["fields"]["fixVersions"]:
        names["Version"][version["id"]] = version["name"]


def project(record):
    kept = keep(record, ["id", "key", "style", "simplified", "projectTypeKey"])
    if kept["key"] not in busy:
        kept["key"] = f"P{kept['id']}"
    return kept | {"name": f"Project {kept['id']}"}


def issue(record):
    fields = record["fields"]
    kept = {name: fields.get(name) for name in PLAIN}
    kept["project"] = project(fields["project"])
    kept["issuetype"] = keep(fields["issuetype"], TYPE)
    kept["status"] = status(fields["status"])
    kept["resolution"] = keep(fields["resolution"], ["id", "name"])
    kept["priority"] = keep(fields["priority"], ["id", "name"])
    kept["labels"] = [labels[label] for label in fields["labels"]]
    kept["components"] = [named(one, ["id"], "Component") for one in fields["components"]]
    kept["fixVersions"] = [named(one, VERSION, "Version") for one in fields["fixVersions"]]
    kept["versions"] = [named(one, VERSION, "Version") for one in fields["versions"]]
    kept["parent"] = keep(fields.get("parent"), ["id", "key"])
    sprints = fields.get("customfield_10020")
    kept["customfield_10020"] = sprints and [named(one, SPRINT, "Sprint") for one in sprints]
    return {"id": record["id"], "key": record["key"], "fields": kept}


def item(record):
    kept = keep(record, ["field", "fieldtype", "fieldId", "from", "fromString", "to", "toString"])
    word = {"Workflow": "Workflow", "Sprint": "Sprint", "Fix Version": "Version"}.get(kept["field"])
    if word:
        known = names.get(word, {})
        for ids, text in (("from", "fromString"), ("to", "toString")):
            kept[text] = neutral_list(kept[ids], kept[text], word, known)
    return kept


def changelog(record):
    histories = []
    for history in record["changelog"]["histories"]:
        items = [item(one) for one in history["items"] if one["field"] in HISTORY]
        if items:
            histories.append({"id": history["id"], "created": history["created"], "items": items})
    assert record["changelog"]["total"] == len(record["changelog"]["histories"]), "a cut history"
    return {"issueId": record["id"], "changeHistories": histories}


def first_of_each_id(records):
    return list({record["id"]: record for record in reversed(records)}.values())[::-1]


FIELDS = [
    {"id": "customfield_10014", "name": "Epic Link", "custom": True,
     "schema": {"type": "any", "custom": "com.pyxis.greenhopper.jira:gh-epic-link", "customId": 10014}},
    {"id": "customfield_10020", "name": "Sprint", "custom": True,
     "schema": {"type": "array", "items": "json", "custom": "com.pyxis.greenhopper.jira:gh-sprint", "customId": 10020}},
    {"id": "customfield_10024", "name": "Story Points", "custom": True,
     "schema": {"type": "number", "custom": "com.atlassian.jira.plugin.system.customfieldtypes:float", "customId": 10024}},
]

write("issues", [issue(one) for one in raw])
write("changelogs", [changelog(one) for one in raw])
write("sprints", [named(one, SPRINT, "Sprint") for one in recorded("sprints")])
write("statuses", [status(one) for one in recorded("status")])
write("issue_types", [keep(one, TYPE) for one in first_of_each_id(recorded("issue_types"))])
write("projects", first_of_each_id([project(one) for one in recorded("projects")]
                                   + [project(one["fields"]["project"]) for one in raw]))
write("fields", FIELDS + [keep(one, ["id", "name", "custom", "schema"]) for one in recorded("issue_fields")])
