// The API's JSON. What is sent is built as text, in order, and needs no library; what is received comes from strangers
// and is read by Boost.JSON within bounds: the body's size is limited by the route, the depth here. Every member must
// be known: a misspelt setting must never look as if it had been accepted.
#include "server/api/json.hpp"

#include "base/text.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace slipway::api {
namespace {

constexpr std::size_t deepest = 16;

Error invalid_field(std::string message) { return Error(Fault::invalid_input, std::move(message)).as("invalid-field"); }

bool contains(std::initializer_list<std::string_view> names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

Json::Json(std::string_view text) { append_json_string(text_, text); }

Json::Json(const std::vector<std::string>& texts) : text_("[") {
    for (const auto& text : texts) {
        if (text_.size() > 1) text_ += ',';
        append_json_string(text_, text);
    }
    text_ += ']';
}

Json Json::object(std::initializer_list<Member> members) {
    Json json = rendered("{}");
    for (const auto& [name, value] : members) json.add(name, value);
    return json;
}

Json Json::array(const std::vector<Json>& elements) {
    std::string text = "[";
    for (const auto& element : elements) {
        if (text.size() > 1) text += ',';
        text += element.text();
    }
    return rendered(text + "]");
}

Json Json::rendered(std::string text) {
    Json json = nullptr;
    json.text_ = std::move(text);
    return json;
}

Json& Json::add(std::string_view name, const Json& value) {
    assert(text_.ends_with('}'));
    text_.pop_back();
    if (text_.size() > 1) text_ += ',';
    append_json_string(text_, name);
    text_.append(":").append(value.text_).append("}");
    return *this;
}

struct JsonObject::State {
    boost::json::object members;
    std::string path;  // "" or "distros[0]."

    const boost::json::value* find(std::string_view name) const { return members.if_contains(name); }
};

JsonObject::JsonObject(std::unique_ptr<State> state) : state_(std::move(state)) {}
JsonObject::JsonObject(JsonObject&&) noexcept = default;
JsonObject& JsonObject::operator=(JsonObject&&) noexcept = default;
JsonObject::~JsonObject() = default;

Result<JsonObject> JsonObject::parse(std::string_view body) {
    if (body.find_first_not_of(" \t\r\n") == body.npos) return JsonObject(std::make_unique<State>());
    boost::json::parse_options options;
    options.max_depth = deepest;
    boost::json::error_code failure;
    auto value = boost::json::parse(body, failure, {}, options);
    if (failure) return Error(Fault::invalid_input, "the body is not JSON: " + failure.message()).as("bad-request");
    if (!value.is_object()) return invalid_field("the body must be a JSON object");
    return JsonObject(std::make_unique<State>(State{std::move(value.get_object()), {}}));
}

Result<> JsonObject::allow_only(std::initializer_list<std::string_view> known,
                                std::initializer_list<std::string_view> not_built) const {
    for (const auto& member : state_->members) {
        const std::string_view name(member.key().data(), member.key().size());
        if (contains(known, name)) continue;
        const auto place = state_->path + std::string(name.substr(0, 100));
        if (contains(not_built, name))
            return Error(Fault::unsupported, "'" + place + "' is not supported by this version").as("not-supported");
        return Error(Fault::invalid_input, "'" + place + "' is not known; known are: " +
                                               join(std::vector<std::string>(known.begin(), known.end()), ", "))
            .as("unknown-field");
    }
    return {};
}

Error JsonObject::invalid(std::string_view name, std::string_view expected) const {
    return invalid_field("'" + state_->path + std::string(name) + "' must be " + std::string(expected));
}

Result<std::optional<std::string>> JsonObject::text(std::string_view name, std::string_view if_null) const {
    const auto* value = state_->find(name);
    if (value == nullptr) return std::optional<std::string>();
    if (value->is_null()) return std::optional(std::string(if_null));
    if (!value->is_string()) return invalid(name, "a string");
    return std::optional(std::string(value->get_string()));
}

Result<std::optional<bool>> JsonObject::boolean(std::string_view name, bool if_null) const {
    const auto* value = state_->find(name);
    if (value == nullptr) return std::optional<bool>();
    if (value->is_null()) return std::optional(if_null);
    if (!value->is_bool()) return invalid(name, "true or false");
    return std::optional(value->get_bool());
}

Result<std::optional<std::vector<std::string>>> JsonObject::texts(std::string_view name) const {
    const auto* value = state_->find(name);
    if (value == nullptr) return std::optional<std::vector<std::string>>();
    std::vector<std::string> texts;
    if (value->is_null()) return std::optional(std::move(texts));
    if (!value->is_array()) return invalid(name, "a list of strings");
    for (const auto& element : value->get_array()) {
        if (!element.is_string()) return invalid(name, "a list of strings");
        texts.emplace_back(element.get_string());
    }
    return std::optional(std::move(texts));
}

Result<std::optional<std::optional<std::uint32_t>>> JsonObject::number(std::string_view name,
                                                                       std::uint32_t most) const {
    using Number = std::optional<std::uint32_t>;
    const auto* value = state_->find(name);
    if (value == nullptr) return std::optional<Number>();
    if (value->is_null()) return std::optional(Number());
    const auto* number = value->if_int64();
    if (number == nullptr || *number < 1 || *number > most)
        return invalid(name, "a number from 1 to " + std::to_string(most));
    return std::optional(Number(static_cast<std::uint32_t>(*number)));
}

Result<std::optional<JsonObject>> JsonObject::object(std::string_view name,
                                                     std::initializer_list<std::string_view> names) const {
    const auto* value = state_->find(name);
    if (value == nullptr) return std::optional<JsonObject>();
    boost::json::object members;
    if (value->is_null())
        for (const auto member : names) members[member] = nullptr;
    else if (value->is_object())
        members = value->get_object();
    else
        return invalid(name, "an object");
    const auto path = state_->path + std::string(name) + ".";
    return std::optional(JsonObject(std::make_unique<State>(State{std::move(members), path})));
}

bool JsonObject::is_null(std::string_view name) const {
    const auto* value = state_->find(name);
    return value != nullptr && value->is_null();
}

Result<std::vector<JsonObject>> JsonObject::objects(std::string_view name) const {
    std::vector<JsonObject> objects;
    const auto* value = state_->find(name);
    if (value == nullptr || value->is_null()) return objects;
    if (!value->is_array()) return invalid(name, "a list of objects");
    for (const auto& element : value->get_array()) {
        const auto place = std::string(name) + "[" + std::to_string(objects.size()) + "]";
        if (!element.is_object()) return invalid(place, "an object");
        objects.push_back(JsonObject(std::make_unique<State>(State{element.get_object(), state_->path + place + "."})));
    }
    return objects;
}

Result<std::string> JsonObject::required_text(std::string_view name) const {
    auto value = TRY(text(name, ""));
    if (!value || value->empty()) return invalid(name, "given, as a string");
    return std::move(*value);
}

}  // namespace slipway::api
