#include "cli/json.hpp"

#include "base/text.hpp"

#include <boost/json.hpp>

namespace slipway::cli {
namespace {

constexpr std::size_t deepest = 16;

std::string text_of(const boost::json::value& value) {
    if (value.is_string()) return std::string(value.get_string());
    if (value.is_null() || value.is_object()) return {};
    if (!value.is_array()) return boost::json::serialize(value);
    std::vector<std::string> texts;
    for (const auto& element : value.get_array()) texts.push_back(text_of(element));
    return join(texts, " ");
}

}  // namespace

Result<JsonValue> JsonValue::parse(std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = deepest;
    boost::json::error_code failure;
    auto value = boost::json::parse(text, failure, {}, options);
    if (failure) return Error(Fault::invalid_input, "not JSON: " + failure.message());
    return JsonValue(std::make_shared<const boost::json::value>(std::move(value)));
}

JsonValue JsonValue::part(const boost::json::value* value) const {
    return value == nullptr ? JsonValue() : JsonValue(std::shared_ptr<const boost::json::value>(value_, value));
}

JsonValue JsonValue::operator[](std::string_view member) const {
    if (!value_ || !value_->is_object()) return {};
    return part(value_->get_object().if_contains(member));
}

std::vector<JsonValue> JsonValue::elements() const {
    std::vector<JsonValue> elements;
    if (!value_ || !value_->is_array()) return elements;
    for (const auto& element : value_->get_array()) elements.push_back(part(&element));
    return elements;
}

std::vector<std::pair<std::string, JsonValue>> JsonValue::members() const {
    std::vector<std::pair<std::string, JsonValue>> members;
    if (!value_ || !value_->is_object()) return members;
    for (const auto& member : value_->get_object()) members.emplace_back(member.key(), part(&member.value()));
    return members;
}

std::string JsonValue::text() const { return value_ ? text_of(*value_) : std::string(); }

std::int64_t JsonValue::integer() const {
    if (!value_) return 0;
    const auto* integer = value_->if_int64();
    return integer == nullptr ? 0 : *integer;
}

bool JsonValue::is_true() const { return value_ && value_->is_bool() && value_->get_bool(); }

bool JsonValue::is_list() const { return value_ && value_->is_array(); }

bool JsonValue::is_null() const { return !value_ || value_->is_null(); }

std::string JsonValue::render() const { return value_ ? boost::json::serialize(*value_) : "null"; }

}  // namespace slipway::cli
