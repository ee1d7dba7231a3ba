// Names and addresses of buckets: "General purpose bucket naming rules" and "Methods for accessing a general purpose
// bucket" of the Amazon S3 User Guide.
//
// A bucket whose name has dots is addressed by the path at AWS, too: the certificate of *.s3.REGION.amazonaws.com does
// not cover a host with more labels.
#include "storage/s3/bucket.hpp"

#include "base/text.hpp"
#include "storage/s3/uri_encoding.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::s3 {
namespace {

constexpr std::string_view scheme_of_buckets = "s3://";
constexpr std::string_view region_without_one = "us-east-1";

struct Origin {
    std::string scheme;
    std::string authority;
};

bool is_of_bucket_name(char c) { return (is_letter(c) && c == to_lower(c)) || is_digit(c) || c == '.' || c == '-'; }
bool is_letter_or_digit(char c) { return is_letter(c) || is_digit(c); }
bool is_of_host(char c) { return is_letter_or_digit(c) || c == '.' || c == '-' || c == '[' || c == ']' || c == ':'; }
bool is_of_region(char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; }

bool is_bucket_name(std::string_view name) {
    return name.size() >= 3 && name.size() <= 63 && std::all_of(name.begin(), name.end(), is_of_bucket_name) &&
           is_letter_or_digit(name.front()) && is_letter_or_digit(name.back()) &&
           name.find("..") == std::string_view::npos;
}

bool is_region(std::string_view region) {
    return !region.empty() && region.size() <= 64 && std::all_of(region.begin(), region.end(), is_of_region);
}

Error refused(std::string_view setting, std::string_view value, std::string_view expected) {
    return Error(Fault::invalid_input, fmt::format("{} \"{}\": expected {}", setting, value, expected));
}

std::string_view without_slash_at_end(std::string_view text) {
    while (text.ends_with('/')) text.remove_suffix(1);
    return text;
}

std::string_view port_text(std::string_view authority) {
    const auto colon = authority.rfind(':');
    if (colon == std::string_view::npos || authority.ends_with(']')) return {};
    return authority.substr(colon);
}

std::optional<std::uint16_t> port_in(std::string_view authority) {
    const auto text = port_text(authority);
    const auto port = text.empty() ? std::nullopt : parse_decimal(text.substr(1));
    if (!port || *port == 0 || *port > 65535) return std::nullopt;
    return static_cast<std::uint16_t>(*port);
}

bool has_valid_port(std::string_view authority) {
    return port_text(authority).empty() || port_in(authority).has_value();
}

/// Libraries leave the scheme's own port out of the field Host, which is signed.
std::string without_own_port(std::string_view scheme, std::string_view authority) {
    const std::string_view own = scheme == "https" ? ":443" : ":80";
    if (authority.ends_with(own)) authority.remove_suffix(own.size());
    return to_lower(authority);
}

Result<Origin> parse_endpoint(std::string_view endpoint) {
    const auto wrong = [&] {
        return refused("the S3 endpoint", endpoint, "https://HOST[:PORT] or http://HOST[:PORT]");
    };
    const auto colon = endpoint.find("://");
    if (colon == std::string_view::npos) return wrong();
    const auto scheme = to_lower(endpoint.substr(0, colon));
    const auto authority = without_slash_at_end(endpoint.substr(colon + 3));
    const bool is_host = !authority.empty() && std::all_of(authority.begin(), authority.end(), is_of_host);
    if ((scheme != "https" && scheme != "http") || !is_host || !has_valid_port(authority)) return wrong();
    return Origin{scheme, without_own_port(scheme, authority)};
}

Origin origin_at_aws(std::string_view region) {
    const std::string_view domain = region.starts_with("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    return {"https", fmt::format("s3.{}.{}", region, domain)};
}

Addressing usual_addressing(const BucketSettings& settings, std::string_view name) {
    const bool is_by_path = !settings.endpoint.empty() || name.find('.') != std::string_view::npos;
    return is_by_path ? Addressing::path : Addressing::virtual_host;
}

}  // namespace

Result<Bucket> Bucket::create(const BucketSettings& settings) {
    const std::string_view url = settings.url;
    if (!url.starts_with(scheme_of_buckets)) return refused("the object store", url, "s3://BUCKET[/PREFIX]");
    const auto rest = url.substr(scheme_of_buckets.size());
    const auto slash = std::min(rest.find('/'), rest.size());
    const auto prefix = without_slash_at_end(rest.substr(std::min(slash + 1, rest.size())));

    Bucket bucket;
    bucket.name_ = rest.substr(0, slash);
    if (!is_bucket_name(bucket.name_))
        return refused("the bucket", bucket.name_, "3 to 63 lower-case letters, digits, dots and hyphens");
    if (!prefix.empty() && !is_key_path(prefix))
        return refused("the prefix", prefix, "segments that are neither empty nor \".\" nor \"..\"");
    bucket.prefix_ = prefix.empty() ? "" : std::string(prefix) + "/";
    if (settings.region.empty() && settings.endpoint.empty())
        return refused("the S3 region", "", "the region of the bucket, or an endpoint that is not AWS's");
    bucket.region_ = settings.region.empty() ? region_without_one : settings.region;
    if (!is_region(bucket.region_)) return refused("the S3 region", bucket.region_, "letters, digits and hyphens");

    auto origin = settings.endpoint.empty() ? origin_at_aws(bucket.region_) : TRY(parse_endpoint(settings.endpoint));
    bucket.addressing_ = settings.addressing.value_or(usual_addressing(settings, bucket.name_));
    bucket.scheme_ = std::move(origin.scheme);
    const bool is_by_host = bucket.addressing_ == Addressing::virtual_host;
    bucket.authority_ = is_by_host ? bucket.name_ + "." + origin.authority : std::move(origin.authority);
    return bucket;
}

std::string Bucket::url() const {
    return std::string(without_slash_at_end(fmt::format("{}{}/{}", scheme_of_buckets, name_, prefix_)));
}

std::string Bucket::endpoint() const {
    const auto before = addressing_ == Addressing::virtual_host ? name_.size() + 1 : 0;
    return scheme_ + "://" + authority_.substr(before);
}

std::uint16_t Bucket::port() const {
    const auto said = port_in(authority_);
    if (said) return *said;
    return scheme_ == "https" ? 443 : 80;
}

std::string Bucket::path() const { return addressing_ == Addressing::path ? "/" + name_ : "/"; }

std::string Bucket::path_of(const ObjectKey& key) const {
    const auto bucket = addressing_ == Addressing::path ? "/" + name_ : std::string();
    return bucket + "/" + uri_encode_path(full_name(key.text()));
}

std::string Bucket::copy_source(const ObjectKey& key) const {
    return "/" + name_ + "/" + uri_encode_path(full_name(key.text()));
}

std::optional<std::string> Bucket::name_below_prefix(std::string_view full_name) const {
    if (!full_name.starts_with(prefix_)) return std::nullopt;
    return std::string(full_name.substr(prefix_.size()));
}

}  // namespace slipway::s3
