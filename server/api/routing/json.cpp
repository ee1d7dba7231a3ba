// What the API receives comes from strangers and is read within bounds: the body's size is limited by the operation,
// the depth here. Every member must be known: a misspelt setting must never look as if it had been accepted.
#include "server/api/routing/json.hpp"

#include "base/control_characters.hpp"
#include "base/text.hpp"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <unordered_set>

namespace slipway::api {
namespace {

constexpr std::size_t deepest = 16;

Error invalid_field(std::string message) { return Error("invalid-field"_problem, std::move(message)); }

bool has_control_character(std::string_view text) { return find_control_character(text).has_value(); }

Error not_json(const boost::json::error_code& failure) {
    return Error("bad-request"_problem, "the body is not JSON: " + failure.message());
}

boost::json::parse_options strict() {
    boost::json::parse_options options;
    options.max_depth = deepest;
    return options;
}

/// Sees every member of a document and remembers the first that its object has twice. The library's own reader keeps
/// the last of equal members without a word, others keep the first; so names are compared as they are decoded.
class MemberNames {
public:
    using Failure = boost::json::error_code;
    using Text = boost::json::string_view;
    static constexpr std::size_t max_object_size = SIZE_MAX;
    static constexpr std::size_t max_array_size = SIZE_MAX;
    static constexpr std::size_t max_key_size = SIZE_MAX;
    static constexpr std::size_t max_string_size = SIZE_MAX;

    const std::optional<std::string>& repeated() const { return repeated_; }

    bool on_object_begin(Failure&) {
        objects_.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, Failure&) {
        objects_.pop_back();
        return true;
    }
    bool on_key_part(Text part, std::size_t, Failure&) {
        name_.append(part.data(), part.size());
        return true;
    }
    bool on_key(Text last_part, std::size_t, Failure& failure) {
        name_.append(last_part.data(), last_part.size());
        const auto [at, is_new] = objects_.back().insert(std::exchange(name_, {}));
        if (is_new) return true;
        repeated_ = *at;
        failure = boost::json::error::syntax;
        return false;
    }

    bool on_document_begin(Failure&) { return true; }
    bool on_document_end(Failure&) { return true; }
    bool on_array_begin(Failure&) { return true; }
    bool on_array_end(std::size_t, Failure&) { return true; }
    bool on_string_part(Text, std::size_t, Failure&) { return true; }
    bool on_string(Text, std::size_t, Failure&) { return true; }
    bool on_number_part(Text, Failure&) { return true; }
    bool on_int64(std::int64_t, Text, Failure&) { return true; }
    bool on_uint64(std::uint64_t, Text, Failure&) { return true; }
    bool on_double(double, Text, Failure&) { return true; }
    bool on_bool(bool, Failure&) { return true; }
    bool on_null(Failure&) { return true; }
    bool on_comment_part(Text, Failure&) { return true; }
    bool on_comment(Text, Failure&) { return true; }

private:
    std::vector<std::unordered_set<std::string>> objects_;
    std::string name_;  // of the member being read
    std::optional<std::string> repeated_;
};

Result<> check_members_once(std::string_view body) {
    boost::json::basic_parser<MemberNames> parser(strict());
    boost::json::error_code failure;
    parser.write_some(false, body.data(), body.size(), failure);
    const auto& repeated = parser.handler().repeated();
    if (repeated)
        return Error("repeated-member"_problem,
                     "the member '" + repeated->substr(0, 100) + "' occurs twice in one object; send each member once");
    if (failure) return not_json(failure);
    return {};
}

}  // namespace

struct JsonObject::State {
    boost::json::object members;
    std::string path;  // "" or "distros[0]."

    bool absent_is_null = false;

    const boost::json::value* find(std::string_view name) const {
        static const boost::json::value null;
        const auto* value = members.if_contains(name);
        return value == nullptr && absent_is_null ? &null : value;
    }
};

JsonObject::JsonObject() : state_(std::make_unique<State>()) {}
JsonObject::JsonObject(std::unique_ptr<State> state) : state_(std::move(state)) {}
JsonObject::JsonObject(JsonObject&&) noexcept = default;
JsonObject& JsonObject::operator=(JsonObject&&) noexcept = default;
JsonObject::~JsonObject() = default;

Result<JsonObject> JsonObject::parse(std::string_view body) {
    if (body.find_first_not_of(" \t\r\n") == body.npos) return JsonObject();
    TRY(check_members_once(body));
    boost::json::error_code failure;
    auto value = boost::json::parse(body, failure, {}, strict());
    if (failure) return not_json(failure);
    if (!value.is_object()) return invalid_field("the body must be a JSON object");
    return JsonObject(std::make_unique<State>(State{std::move(value.get_object()), {}, false}));
}

JsonObject JsonObject::copy() const { return JsonObject(std::make_unique<State>(*state_)); }

JsonObject JsonObject::with_absent_as_null() const {
    auto whole = copy();
    whole.state_->absent_is_null = true;
    return whole;
}

Result<> JsonObject::allow_only(const std::vector<std::string_view>& known) const {
    for (const auto& member : state_->members) {
        const std::string_view name(member.key().data(), member.key().size());
        if (std::ranges::find(known, name) != known.end()) continue;
        const auto place = state_->path + std::string(name.substr(0, 100));
        return Error("unknown-field"_problem, "'" + place + "' is not known; known are: " +
                                                  join(std::vector<std::string>(known.begin(), known.end()), ", "));
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
    std::string text(value->get_string());
    if (has_control_character(text)) return invalid(name, "one line of text without control characters");
    return std::optional(std::move(text));
}

Result<std::optional<std::string>> JsonObject::lines(std::string_view name, std::string_view if_null) const {
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
        if (has_control_character(texts.back())) return invalid(name, "a list of strings without control characters");
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
    return std::optional(JsonObject(std::make_unique<State>(State{std::move(members), path, state_->absent_is_null})));
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
        objects.push_back(JsonObject(
            std::make_unique<State>(State{element.get_object(), state_->path + place + ".", state_->absent_is_null})));
    }
    return objects;
}

Result<std::vector<std::variant<std::string, JsonObject>>> JsonObject::texts_or_objects(std::string_view name) const {
    std::vector<std::variant<std::string, JsonObject>> elements;
    const auto* value = state_->find(name);
    if (value == nullptr || value->is_null()) return elements;
    if (!value->is_array()) return invalid(name, "a list of strings and objects");
    for (const auto& element : value->get_array()) {
        const auto place = std::string(name) + "[" + std::to_string(elements.size()) + "]";
        if (element.is_object()) {
            elements.emplace_back(
                JsonObject(std::make_unique<State>(State{element.get_object(), state_->path + place + "."})));
            continue;
        }
        if (!element.is_string()) return invalid(place, "a string or an object");
        std::string text(element.get_string());
        if (has_control_character(text)) return invalid(place, "one line of text without control characters");
        elements.emplace_back(std::move(text));
    }
    return elements;
}

Result<std::string> JsonObject::required_text(std::string_view name) const {
    auto value = TRY(text(name, ""));
    if (!value || value->empty()) return invalid(name, "given, as a string");
    return std::move(*value);
}

Result<std::string> JsonObject::take_required_text(std::string_view name) {
    auto value = TRY(required_text(name));
    state_->members.erase(name);
    return value;
}

}  // namespace slipway::api
