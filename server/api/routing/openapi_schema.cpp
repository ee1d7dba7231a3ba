#include "server/api/routing/openapi_schema.hpp"

#include "base/text.hpp"
#include "server/api/routing/schemas.hpp"

#include <cassert>
#include <map>

namespace slipway::api {
namespace {

using Type = Schema::Type;

Json reference_to(const Schema& schema) {
    return Json::object({{"$ref", "#/components/schemas/" + std::string(schema.name)}});
}

Json null_type() { return Json::object({{"type", "null"}}); }

Json type_json(const Schema& schema, std::string_view type) {
    return schema.nullable ? Json::array({Json(type), Json("null")}) : Json(type);
}

void add_text(Json& json, const Schema& schema) {
    json.add("type", type_json(schema, "string"));
    if (!schema.format.empty()) json.add("format", schema.format);
    if (!schema.pattern.empty()) json.add("pattern", schema.pattern);
    if (schema.has_least()) json.add("minLength", schema.least);
    if (schema.has_most()) json.add("maxLength", schema.most);
    if (schema.words.empty()) return;
    std::vector<Json> words;
    for (const auto word : split(schema.words, ' ')) words.emplace_back(word);
    if (schema.nullable) words.emplace_back(nullptr);
    json.add("enum", Json::array(words));
}

void add_integer(Json& json, const Schema& schema) {
    json.add("type", type_json(schema, "integer")).add("format", "int64");
    if (schema.has_least()) json.add("minimum", schema.least);
    if (schema.has_most()) json.add("maximum", schema.most);
}

void add_members(Json& json, const Schema& schema) {
    auto properties = Json::object();
    std::vector<std::string> required;
    for (const auto& member : schema.members) {
        properties.add(member.name, schema_json(member.schema));
        if (member.required) required.emplace_back(member.name);
    }
    json.add("type", type_json(schema, "object"));
    if (schema.members.count != 0) json.add("properties", properties);
    if (!required.empty()) json.add("required", required);
    if (schema.closed) json.add("additionalProperties", false);
}

void add_type(Json& json, const Schema& schema) {
    switch (schema.type) {
        case Type::any:
        case Type::reference: break;
        case Type::text: add_text(json, schema); break;
        case Type::integer: add_integer(json, schema); break;
        case Type::boolean: json.add("type", type_json(schema, "boolean")); break;
        case Type::object: add_members(json, schema); break;
        case Type::list:
            json.add("type", type_json(schema, "array"));
            if (schema.has_least()) json.add("minItems", schema.least);
            json.add("items", schema_json(the(*schema.of)));
            break;
        case Type::map:
            json.add("type", type_json(schema, "object")).add("additionalProperties", schema_json(the(*schema.of)));
            break;
        case Type::digest_or_object:
            json.add("anyOf", Json::array({schema_json(a_digest()), schema_json(the(*schema.of))}));
            break;
    }
}

/// Renders the schema itself, not a reference to it.
Json definition_of(const Schema& schema) {
    auto json = Json::object();
    if (!schema.description.empty()) json.add("description", schema.description);
    if (schema.extends == nullptr) {
        add_type(json, schema);
    } else {
        auto more = Json::object();
        add_members(more, schema);
        json.add("allOf", Json::array({reference_to(*schema.extends), more}));
    }
    if (!schema.fallback.empty()) json.add("default", Json::rendered(std::string(schema.fallback)));
    return json;
}

using Named = std::map<std::string_view, const Schema*>;

void collect(Named& named, const Schema& schema) {
    if (!schema.name.empty()) {
        const auto [place, is_new] = named.emplace(schema.name, &schema);
        assert(place->second == &schema);
        if (!is_new) return;
    }
    if (schema.of != nullptr) collect(named, *schema.of);
    if (schema.extends != nullptr) collect(named, *schema.extends);
    for (const auto& member : schema.members) collect(named, member.schema);
}

}  // namespace

Json schema_json(const Schema& schema) {
    if (schema.type != Type::reference) return definition_of(schema);
    const auto& target = *schema.of;
    if (target.name.empty()) {
        auto inlined = target;
        inlined.nullable = target.nullable || schema.nullable;
        if (!schema.description.empty()) inlined.description = schema.description;
        return definition_of(inlined);
    }
    auto json = Json::object();
    if (!schema.description.empty()) json.add("description", schema.description);
    if (schema.nullable) return json.add("anyOf", Json::array({reference_to(target), null_type()}));
    return json.add_members(reference_to(target));
}

Json named_schemas_json(std::span<const Operation> operations) {
    Named named;
    collect(named, problem_schema);
    for (const auto& operation : operations) {
        if (operation.body != nullptr) collect(named, *operation.body);
        if (operation.problem_body != nullptr) collect(named, *operation.problem_body);
        for (const auto& answer : operation.answers)
            if (answer.body != nullptr) collect(named, *answer.body);
    }
    auto json = Json::object();
    for (const auto& [name, schema] : named) json.add(name, definition_of(*schema));
    return json;
}

}  // namespace slipway::api
