#include "server/api/routing/body_check.hpp"

#include <cassert>

namespace slipway::api {
namespace {

Result<> check_elements(const JsonObject& body, std::string_view name, const Schema& element) {
    if (element.type == Schema::Type::digest_or_object) {
        for (const auto& given : TRY(body.texts_or_objects(name)))
            if (const auto* object = std::get_if<JsonObject>(&given)) TRY(check_members(*object, element.of->target()));
    } else if (element.closed) {
        for (const auto& object : TRY(body.objects(name))) TRY(check_members(object, element));
    }
    return {};
}

Result<> check_member(const JsonObject& body, const Member& member) {
    const auto& schema = member.schema.target();
    if (schema.type == Schema::Type::list) return check_elements(body, member.name, schema.of->target());
    if (!schema.closed) return {};
    const auto object = TRY(body.object(member.name, {}));
    return object ? check_members(*object, schema) : Result<>();
}

}  // namespace

Result<> check_members(const JsonObject& body, const Schema& schema) {
    assert(schema.closed);
    std::vector<std::string_view> known;
    for (const auto& member : schema.members) known.push_back(member.name);
    TRY(body.allow_only(known));
    for (const auto& member : schema.members) TRY(check_member(body, member));
    return {};
}

}  // namespace slipway::api
