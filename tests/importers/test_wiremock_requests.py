"""What a mapping asks of a request, a rule asks, too: the keys it is written with."""

from typing import Any

from tests.importers.wiremock import of_request, told
from tests.tables import each_row

THERE = {"present": True, "none_of": [{"one_of": [None, [], {}]}]}
GONE = {"any_of": ["absent", {"one_of": [None, []]}]}
"""What WireMock takes for a value that is there, and for one that is not."""


@each_row(
    ("request_", "keys"),
    [
        ({}, {}),
        ({"method": "ANY"}, {}),
        ({"method": "POST"}, {"method": "POST"}),
        ({"method": "TRACE"}, {"match": {"request": {"method": "TRACE"}}}),
        ({"method": "GET_OR_HEAD"}, {"match": {"request": {"method": {"one_of": ["GET", "HEAD"]}}}}),
        ({"method": {"oneOf": ["PUT", "PATCH"]}}, {"match": {"request": {"method": {"one_of": ["PUT", "PATCH"]}}}}),
        ({"method": {"noneOf": ["GET"]}}, {"match": {"request": {"method": {"none_of": ["GET"]}}}}),
        ({"url": "/v1/coupons?limit=3"}, {"match": {"request": {"url": "/v1/coupons?limit=3"}}}),
        ({"urlPattern": "/v1/coupons.*"}, {"match": {"request": {"url": {"matches": "/v1/coupons.*"}}}}),
        ({"urlPath": "/v1/coupons"}, {"path": "/v1/coupons"}),
        ({"urlPath": "/v1/a%20b"}, {"path": "/v1/a b"}),
        ({"urlPath": "/v1/all*[1]"}, {"path": "/v1/all[*][[]1]"}),
        ({"urlPathPattern": "/v1/c_[0-9]+"}, {"path": {"matches": "/v1/c_[0-9]+"}}),
        ({"urlPathTemplate": "/v1/c/{id}/cards/{card}"}, {"path": {"matches": "/v1/c/[^/]+/cards/[^/]+"}}),
        ({"urlPathTemplate": "/v1/{id}/**"}, {"path": {"matches": "/v1/[^/]+/.*"}}),
        (
            {
                "urlPathTemplate": "/v1/{id}/cards/{card}",
                "pathParameters": {"id": {"equalTo": "a.b"}, "card": {"matches": "c_.+"}},
            },
            {
                "path": {"matches": "/v1/[^/]+/cards/[^/]+"},
                "match": {"request": {"path": {"matches": r"/v1/a\.b/cards/(?:(?s)c_.+)"}}},
            },
        ),
        (
            {"host": {"equalTo": "pay.example"}},
            {"match": {"headers": {"Host": {"matches": r"(?i)pay\.example(:[0-9]+)?"}}}},
        ),
        (
            {"basicAuth": {"username": "test_x", "password": ""}},
            {"match": {"headers": {"Authorization": "Basic dGVzdF94Og=="}}},
        ),
        (
            {
                "basicAuthCredentials": {"username": "test_x", "password": ""},
                "headers": {"authorization": {"contains": "Bearer"}},
            },
            {"match": {"headers": {"Authorization": "Basic dGVzdF94Og=="}}},
        ),
        ({"cookies": {"session": {"absent": True}}}, {"match": {"cookies": {"session": "absent"}}}),
        ({"formParameters": {"card[number]": {"equalTo": "4242"}}}, {"match": {"body": {"card[number]": "4242"}}}),
    ],
)
def test_addresses_methods_and_credentials(request_: Any, keys: Any) -> None:
    assert of_request(request_) == keys


@each_row(
    ("matcher", "test"),
    [
        ({"equalTo": "a"}, "a"),
        ({"equalTo": "present"}, {"equals": "present"}),
        ({"equalTo": 5}, "5"),
        ({"equalTo": "a.b", "caseInsensitive": True}, {"matches": r"(?i)a\.b"}),
        ({"contains": "a"}, {"contains": "a"}),
        ({"doesNotContain": "a"}, {"none_of": [{"contains": "a"}]}),
        ({"matches": "[a-z]{3}"}, {"matches": "[a-z]{3}"}),
        ({"matches": "a.c"}, {"matches": "(?s)a.c"}),
        ({"matches": ".*overdue.*"}, {"contains": "overdue"}),
        ({"doesNotMatch": "[a-z]{3}"}, {"none_of": [{"matches": "[a-z]{3}"}]}),
        ({"absent": "(absent)"}, "absent"),
        ({"not": {"equalTo": "a"}}, {"none_of": ["a"]}),
        (
            {"and": [{"contains": "a"}, {"doesNotMatch": "b"}]},
            {"all_of": [{"contains": "a"}, {"none_of": [{"matches": "b"}]}]},
        ),
        ({"or": [{"equalTo": "a"}, {"absent": True}]}, {"any_of": ["a", "absent"]}),
        ({"equalToNumber": 5}, 5),
        ({"greaterThanNumber": 5}, {"gt": 5}),
        ({"greaterThanEqualNumber": 5}, {"gte": 5}),
        ({"lessThanNumber": 5.5}, {"lt": 5.5}),
        ({"lessThanEqualNumber": 5}, {"lte": 5}),
    ],
)
def test_matchers_of_one_text(matcher: Any, test: Any) -> None:
    assert of_request({"headers": {"X-Plan": matcher}}) == {"match": {"headers": {"X-Plan": test}}}
    assert of_request({"queryParameters": {"plan": matcher}}) == {"match": {"query": {"plan": test}}}


def test_a_matcher_that_holds_for_everything_asks_nothing() -> None:
    assert of_request({"headers": {"X-Plan": {"anything": "anything"}}}) == {}


@each_row(
    ("patterns", "match"),
    [
        ([{"equalTo": "a=1"}], {"request": {"body": "a=1"}}),
        (
            [{"contains": "a"}, {"doesNotContain": "b"}],
            {"request": {"body": {"all_of": [{"contains": "a"}, {"none_of": [{"contains": "b"}]}]}}},
        ),
        ([{"absent": True}], {"request": {"body": "absent"}}),
        ([{"equalToJson": '{"a": [1, 2]}'}], {"jsonpath": {"$": {"equals": {"a": [1, 2]}}}}),
        ([{"equalToJson": {"a": 1}, "ignoreArrayOrder": True}], {"jsonpath": {"$": {"equals": {"a": 1}}}}),
        (
            [{"equalToJson": {"a": {"b c": None, "d": []}, "e": [True]}, "ignoreExtraElements": True}],
            {"jsonpath": {'$.a["b c"]': None, "$.a.d": "present", "$.e[0]": True}},
        ),
        (
            [{"equalToJson": {"tags": ["a", "b"]}, "ignoreExtraElements": True, "ignoreArrayOrder": True}],
            {"jsonpath": {"$.tags": {"all_of": [{"contains": "a"}, {"contains": "b"}]}}},
        ),
        (
            [
                {
                    "equalToJson": {
                        "a": "${json-unit.ignore}",
                        "b": "${json-unit.regex}[a-z]+",
                        "c": "${json-unit.any-number}",
                    },
                    "ignoreExtraElements": True,
                }
            ],
            {"jsonpath": {"$.a": "present", "$.b": {"matches": "[a-z]+"}, "$.c": {"any_of": [{"gte": 0}, {"lt": 0}]}}},
        ),
        ([{"matchesJsonPath": "$.email"}], {"jsonpath": {"$.email": THERE}}),
        ([{"matchesJsonPath": "email"}], {"jsonpath": {"$.email": THERE}}),
        ([{"matchesJsonPath": "$..email"}], {"jsonpath": {"$..email": "present"}}),
        (
            [{"matchesJsonPath": "$[?(@.status == 'open' && @.total > 10 && @.lines[0].id)]"}],
            {"jsonpath": {"$.status": "open", "$.total": {"gt": 10}, "$.lines[0].id": "present"}},
        ),
        ([{"matchesJsonPath": {"expression": "$.age", "equalTo": "36"}}], {"jsonpath": {"$.age": 36}}),
        ([{"matchesJsonPath": {"expression": "$.zip", "equalTo": "00123"}}], {"jsonpath": {"$.zip": "00123"}}),
        (
            [{"matchesJsonPath": {"expression": "$.vip", "equalTo": "true"}}],
            {"jsonpath": {"$.vip": {"one_of": [True, "true"]}}},
        ),
        ([{"matchesJsonPath": {"expression": "$.vip", "absent": True}}], {"jsonpath": {"$.vip": GONE}}),
        (
            [{"matchesJsonPath": {"expression": "$.a", "equalToJson": '{"b": 1}'}}],
            {"jsonpath": {"$.a": {"equals": {"b": 1}}}},
        ),
        (
            [{"not": {"matchesJsonPath": "$.vip"}}],
            {"jsonpath": {"$.vip": {"none_of": [THERE]}}},
        ),
        (
            [
                {
                    "or": [
                        {"matchesJsonPath": {"expression": "$.a", "equalTo": "x"}},
                        {"matchesJsonPath": {"expression": "$.a", "absent": True}},
                    ]
                }
            ],
            {"jsonpath": {"$.a": {"any_of": ["x", GONE]}}},
        ),
        (
            [{"and": [{"contains": "x"}, {"matchesJsonPath": {"expression": "$.a", "contains": "x"}}]}],
            {"request": {"body": {"contains": "x"}}, "jsonpath": {"$.a": {"contains": "x"}}},
        ),
    ],
)
def test_patterns_of_bodies(patterns: Any, match: Any) -> None:
    """Text is compared as it was sent, JSON by its members."""
    assert of_request({"bodyPatterns": patterns}) == {"match": match}


@each_row(
    ("request_", "reason"),
    [
        ({"scheme": "https"}, "request.scheme: has no counterpart"),
        ({"port": 443}, "request.port: has no counterpart"),
        ({"clientIp": {"equalTo": "127.0.0.1"}}, "request.clientIp: has no counterpart"),
        ({"customMatcher": {"name": "x"}}, "request.customMatcher: has no counterpart"),
        ({"multipartPatterns": [{}]}, "request.multipartPatterns: has no counterpart"),
        ({"urll": "/a"}, "request.urll: has no counterpart"),
        ({"url": "/a", "urlPath": "/a"}, "request.urlPath: cannot stand beside url"),
        ({"url": ["/a"]}, "request.url: must be text"),
        ({"method": 1}, "request.method: must be text"),
        ({"method": {"oneOf": []}}, "request.method: must hold oneOf or noneOf with names of methods"),
        ({"headers": []}, "request.headers: must be an object"),
        ({"headers": {"A": "b"}}, "request.headers.A: must be an object"),
        ({"headers": {"A": {}}}, "request.headers.A.equalTo: is missing"),
        ({"headers": {"A": {"hasExactly": []}}}, "request.headers.A.hasExactly: has no counterpart"),
        ({"headers": {"A": {"equalTo": "b", "contains": "c"}}}, "request.headers.A.contains: has no counterpart"),
        ({"headers": {"A": {"before": "now"}}}, "request.headers.A.before: has no counterpart"),
        ({"headers": {"A": {"or": []}}}, "request.headers.A.or: is empty"),
        (
            {"headers": {"A": {"matches": "("}}},
            "no rule can be so: match.headers.A.matches: is not a regular expression of RE2: missing ): (",
        ),
        (
            {"urlPattern": "/[a-z&&[^b]]"},
            "request.urlPattern: puts a class of characters into another, which has no counterpart",
        ),
        (
            {"headers": {"A": {"matches": "[a[bc]]"}}},
            "request.headers.A.matches: puts a class of characters into another, which has no counterpart",
        ),
        ({"host": {"matches": "a.*"}}, "request.host: has a counterpart only as equalTo"),
        ({"basicAuth": {"username": "a", "realm": "b"}}, "request.basicAuth.realm: has no counterpart"),
        (
            {"urlPath": "/a", "pathParameters": {"id": {"equalTo": "1"}}},
            "request.pathParameters: means something with urlPathTemplate only",
        ),
        (
            {"urlPathTemplate": "/{a}", "pathParameters": {"b": {"equalTo": "1"}}},
            "request.pathParameters.b: is no variable of the template",
        ),
        (
            {"urlPathTemplate": "/{a}", "pathParameters": {"a": {"contains": "1"}}},
            "request.pathParameters.a.contains: has no counterpart in a path",
        ),
    ],
)
def test_a_request_that_cannot_be_said_makes_no_rule(request_: Any, reason: str) -> None:
    """The rule would match more than the mapping does."""
    assert told({"request": request_, "response": {}}) == [f"not imported: {reason}"]


@each_row(
    ("pattern", "reason"),
    [
        ({"matchesXPath": "/a"}, "matchesXPath: has no counterpart"),
        ({"equalToXml": "<a/>"}, "equalToXml: has no counterpart"),
        ({"matchesJsonSchema": "{}"}, "matchesJsonSchema: has no counterpart"),
        (
            {"matchesJsonPath": "$.a.length()"},
            "matchesJsonPath: the function length() has no counterpart here",
        ),
        (
            {"matchesJsonPath": "$[?(@.a == 1 || @.b == 2)]"},
            "matchesJsonPath: a filter of one object has no counterpart with || in it",
        ),
        (
            {"matchesJsonPath": "$[?(@.a == 1)].b"},
            "matchesJsonPath: a filter of the whole body has a counterpart only where nothing follows it",
        ),
        (
            {"equalToJson": {"id": "${json-unit.any-string}"}},
            "equalToJson: has placeholders, which have a counterpart only with ignoreExtraElements",
        ),
        (
            {"equalToJson": [1, 2], "ignoreArrayOrder": True},
            "ignoreArrayOrder: has no counterpart for lists without ignoreExtraElements",
        ),
        (
            {"equalToJson": "x"},
            "equalToJson: is not JSON: Expecting value: line 1 column 1 (char 0)",
        ),
        (
            {"or": [{"contains": "a"}, {"matchesJsonPath": "$.a"}]},
            "or: has a counterpart only for alternatives about one part of the body",
        ),
        (
            {"not": {"matchesJsonPath": "$..a"}},
            "not: has a counterpart only for one value of the body",
        ),
    ],
)
def test_a_pattern_that_cannot_be_said_makes_no_rule(pattern: Any, reason: str) -> None:
    where = "" if reason.startswith("no rule") else "request.bodyPatterns[0]."
    assert told({"request": {"bodyPatterns": [pattern]}}) == [f"not imported: {where}{reason}"]
