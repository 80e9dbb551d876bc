"""What OpenAPI says of every endpoint beside its own part: the one body of every refusal, in one language."""

from typing import Any

ERROR = {
    "type": "object",
    "required": ["code", "message", "field", "errors"],
    "description": "一切拒绝的统一格式：首个错误在顶层，全部错误在errors中。",
    "properties": {
        "code": {"type": "string", "description": "错误代码"},
        "message": {"type": "string", "description": "说明原因的一句话"},
        "field": {"type": "string", "description": "有误的字段或查询参数；与字段无关时为空"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "message", "field"],
                "properties": {name: {"type": "string"} for name in ("code", "message", "field")},
            },
        },
    },
}
REFUSAL = {
    "description": "拒绝：输入有误400，未登录401，无权403，不存在或不在管辖范围404，状态冲突409，幂等键误用422。",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}


def finish(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add the error body to the answers of every operation, and let the contract speak one language.

    Docstrings are for developers and in English; the contract speaks by summaries and fields, in Chinese.
    """
    schemas = result["components"]["schemas"]
    for schema in schemas.values():
        if schema.get("type") == "object":
            schema.pop("description", None)
    schemas["Error"] = ERROR
    for path in result["paths"].values():
        for operation in path.values():
            operation.pop("description", None)
            operation["responses"].setdefault("4XX", REFUSAL)
    return result
