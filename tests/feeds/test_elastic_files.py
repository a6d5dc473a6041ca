"""Files for the bulk API, for a machine that has no server beside it."""

import json

from fiscalnlp.feeds.elastic_files import TEMPLATE, ElasticFilesSink
from search_factory import disclosure


def test_the_template_and_a_file_a_document(tmp_path):
    sink = ElasticFilesSink(tmp_path, alias="province")
    document = disclosure("a", ["科技", "教育"])
    sink.write([document, disclosure("b", ["文化"])])
    sink.write([document])
    sink.close()

    assert json.loads((tmp_path / TEMPLATE).read_text("utf-8"))["index_patterns"] == ["province-v1-1"]
    lines = (tmp_path / "bulk" / f"{document.doc_id}.ndjson").read_bytes().splitlines()
    actions, sources = [list(map(json.loads, lines[at::2])) for at in (0, 1)]
    assert [each["index"]["_index"] for each in actions] == ["province-v1-1"] * 3
    assert [each["index"]["_id"] for each in actions] == [each["record"]["id"] for each in sources]
    assert [each["kind"] for each in sources] == ["document", "duty", "duty"]


def test_documents_are_taken_out(tmp_path):
    sink = ElasticFilesSink(tmp_path)
    document = disclosure("a", ["科技"])
    sink.write([document])
    sink.delete([document.doc_id, "doc-nobody"])
    assert list((tmp_path / "bulk").iterdir()) == []
