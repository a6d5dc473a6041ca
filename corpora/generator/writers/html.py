"""A web page as a government site publishes it: a bar of metadata, paragraphs, tables with real spans."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from generator.model import Clause, Contents, Cover, Disclosure, Heading, Paragraph, Row, Table
from generator.writers.contents import entries


def write_html(disclosure: Disclosure) -> bytes:
    """Return the disclosure as a UTF-8 page."""
    title = escape(disclosure.title)
    body = "\n".join(_blocks(disclosure))
    page = f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="ArticleTitle" content="{title}">
<title>{title}</title>
<style>p {{ text-indent: 2em; }} td {{ border: 1px solid #333; }}</style>
<script>var hits = 0;</script>
</head>
<body>
<div class="nav"><a href="/">首页</a> &gt; <a href="/xxgk/">信息公开</a> &gt; <a href="/yjs/">预决算</a></div>
<h1>{title}</h1>
<div class="info"><span>字号：大 中 小</span> <a href="#">打印</a> <a href="#">关闭</a></div>
<div class="article">
{body}
</div>
<div class="footer"><p>主办单位：政府办公室</p><p>网站地图 | 联系我们</p></div>
</body>
</html>
"""
    return page.encode()


def _blocks(disclosure: Disclosure) -> Iterator[str]:
    for block in disclosure.blocks:
        match block:
            case Cover():
                yield ""  # the page's own heading says it
            case Contents():
                yield '<p style="text-align: center">目&nbsp;录</p>'
                yield from (f"<p>{escape(entry.text)}</p>" for entry in entries(disclosure))
            case Heading():
                yield f"<p><strong>{escape(block.text)}</strong></p>"
            case Paragraph(text):
                yield f"<p>{escape(text)}</p>"
            case Clause(marker, text):
                yield f"<p><span>{escape(marker)}</span>{escape(text)}</p>"
            case Table():
                yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    if table.number:
        yield f'<p style="text-align: right">{table.number}</p>'
    if table.title:
        yield f'<p style="text-align: center"><strong>{escape(table.title)}</strong></p>'
    if table.unit_line:
        yield f"<p>{escape(table.issuer_line or '')}&emsp;&emsp;{escape(table.unit_line)}</p>"
    yield '<table cellspacing="0"><tbody>'
    for row in (*table.head, *table.body):
        yield _row(row)
    yield "</tbody></table>"
    yield from (f"<p>{escape(note)}</p>" for note in table.notes)


def _row(row: Row) -> str:
    cells = []
    for cell in row:
        spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        cells.append(f'<td{spans} style="text-align: {cell.align}"><p>{escape(cell.text) or "&nbsp;"}</p></td>')
    return f"<tr>{''.join(cells)}</tr>"
