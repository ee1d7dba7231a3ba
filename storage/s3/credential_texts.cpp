// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
//
// What cannot be read is never repeated in a message: it may be a secret.
#include "storage/s3/credential_texts.hpp"

#include "base/text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

namespace slipway::s3 {
namespace {

bool is_comment(std::string_view line) { return line.empty() || line.starts_with('#') || line.starts_with(';'); }

std::string* member_of(Credentials& credentials, std::string_view name) {
    if (equal_ignoring_case(name, "aws_access_key_id")) return &credentials.access_key_id;
    if (equal_ignoring_case(name, "aws_secret_access_key")) return &credentials.secret_access_key;
    if (equal_ignoring_case(name, "aws_session_token")) return &credentials.session_token;
    return nullptr;  // of other tools
}

Error unreadable(std::size_t line) {
    return Error(Fault::invalid_input, fmt::format("line {}: expected [profile] or name = value", line));
}

/// An empty text for a member that is absent or null; nothing for one of another type.
std::optional<std::string> text_of(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return std::string();
    if (!value->is_string()) return std::nullopt;
    return std::string(value->get_string());
}

Error wrong_member(std::string_view name, std::string_view expected) {
    return Error(Fault::invalid_input, fmt::format("{}: expected {}", name, expected));
}

}  // namespace

Result<Credentials> parse_credentials_file(std::string_view text, std::string_view profile) {
    Credentials credentials;
    bool is_in_profile = false;
    bool has_profile = false;
    std::size_t number = 0;
    for (const auto whole_line : split(text, '\n')) {
        ++number;
        const auto line = trimmed(whole_line.substr(0, whole_line.find('\r')));
        if (is_comment(line)) continue;
        if (line.front() == '[') {
            if (line.back() != ']') return unreadable(number);
            is_in_profile = trimmed(line.substr(1, line.size() - 2)) == profile;
            has_profile = has_profile || is_in_profile;
            continue;
        }
        const auto equals = line.find('=');
        if (equals == std::string_view::npos) return unreadable(number);
        auto* member = is_in_profile ? member_of(credentials, trimmed(line.substr(0, equals))) : nullptr;
        if (member != nullptr) *member = trimmed(line.substr(equals + 1));
    }
    if (!has_profile) return Error(Fault::invalid_input, fmt::format("there is no profile [{}]", profile));
    return checked(std::move(credentials)).during(fmt::format("profile [{}]", profile));
}

Result<Credentials> parse_process_output(std::string_view text) {
    boost::json::error_code error;
    const auto value = boost::json::parse(boost::json::string_view(text.data(), text.size()), error);
    const auto* object = error ? nullptr : value.if_object();
    if (object == nullptr) return Error(Fault::invalid_input, "expected a JSON object with AccessKeyId");
    const auto* version = object->if_contains("Version");
    if (version == nullptr || *version != boost::json::value(1)) return wrong_member("Version", "1");

    Credentials credentials;
    for (const auto& [name, member] : {std::pair{"AccessKeyId", &credentials.access_key_id},
                                       {"SecretAccessKey", &credentials.secret_access_key},
                                       {"SessionToken", &credentials.session_token}}) {
        auto found = text_of(*object, name);
        if (!found) return wrong_member(name, "a text");
        *member = *std::move(found);
    }
    const auto expiration = text_of(*object, "Expiration");
    if (!expiration) return wrong_member("Expiration", "a text");
    if (!expiration->empty()) {
        credentials.expires_at = parse_iso_date(*expiration);
        if (!credentials.expires_at) return wrong_member("Expiration", "a time in UTC, 2026-11-22T16:01:02Z");
    }
    return checked(std::move(credentials));
}

}  // namespace slipway::s3
