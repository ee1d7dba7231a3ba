#include "storage/s3/client.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace slipway::s3 {
namespace {

std::string named(std::string_view verb, const ObjectKey& key) { return fmt::format("{} {}", verb, key.text()); }

Parameters listing_query(std::string full_name, const std::string& cursor, unsigned most) {
    Parameters query{{"list-type", "2"}, {"max-keys", std::to_string(most)}, {"prefix", std::move(full_name)}};
    if (!cursor.empty()) query.emplace_back("continuation-token", cursor);
    return query;
}

constexpr std::string_view of_metadata = "x-amz-meta-";

ObjectStatus status_of(const HttpAnswer& answer, std::uint64_t size) {
    ObjectStatus status{size};
    if (const auto date = parse_http_date(answer.find("last-modified").value_or(""))) status.changed_at = *date;
    for (const auto& [name, value] : answer.fields)
        if (name.starts_with(of_metadata)) status.metadata.emplace_back(name.substr(of_metadata.size()), value);
    return status;
}

Draft listing(const Bucket& bucket, std::string_view name, const std::string& cursor, unsigned most) {
    return {Operation::list_objects, Method::get, bucket.path(), listing_query(bucket.full_name(name), cursor, most)};
}

}  // namespace

Fields metadata_fields(const Fields& metadata) {
    Fields fields;
    for (const auto& [name, value] : metadata) fields.emplace_back(std::string(of_metadata) + name, value);
    return fields;
}

std::optional<std::string> ObjectStatus::find(std::string_view name) const {
    for (const auto& [known, value] : metadata)
        if (known == name) return value;
    return std::nullopt;
}

Result<> Client::check() {
    const auto answer = caller_.call(listing(bucket_, "", "", 1));
    if (answer.ok()) return {};
    return Error(Fault::io, fmt::format("{} at {}: {}", bucket_.url(), bucket_.origin(), answer.error().message()));
}

Result<PutResult> Client::put(const ObjectKey& key, const Body& bytes, const Sha256& digest,
                              const PutOptions& options) {
    Draft draft{Operation::put_object, Method::put, bucket_.path_of(key)};
    draft.fields = metadata_fields(options.metadata);
    draft.body = bytes;
    draft.payload_hash = digest.hex();
    if (options.existing == Existing::keep) draft.fields.emplace_back("if-none-match", "*");
    auto answer = caller_.call(draft);
    if (answer.ok()) return PutResult::written;
    if (options.existing == Existing::keep && answer.error().fault() == Fault::precondition_failed)
        return PutResult::kept;
    return std::move(answer).error().during(named("storing", key));
}

Result<> Client::get(const ObjectKey& key, Range range, const Sink& sink) {
    if (range.length == 0) return {};
    Download download(range, sink);
    auto answer = caller_.call({Operation::get_object, Method::get, bucket_.path_of(key)}, &download);
    if (!answer.ok()) return std::move(answer).error().during(named("reading", key));
    return {};
}

Result<std::string> Client::read(const ObjectKey& key, Range range) {
    std::string bytes;
    bytes.reserve(static_cast<std::size_t>(range.length));
    TRY(get(key, range, [&bytes](ByteView more) {
        bytes.append(more);
        return Result<>();
    }));
    return bytes;
}

Result<std::optional<ObjectStatus>> Client::find(const ObjectKey& key) {
    auto answer = caller_.call({Operation::head_object, Method::head, bucket_.path_of(key)});
    if (!answer.ok() && answer.error().fault() == Fault::not_found) return std::optional<ObjectStatus>();
    if (!answer.ok()) return std::move(answer).error().during(named("looking for", key));
    const auto size = parse_decimal(answer->find("content-length").value_or(""));
    if (!size) return Error(Fault::io, "the store does not say the object's size").during(named("looking for", key));
    return std::optional(status_of(*answer, *size));
}

Result<Listing> Client::list(std::string_view name, const std::string& cursor, unsigned most) {
    const auto answer = TRY(caller_.call(listing(bucket_, name, cursor, most)).during("listing objects"));
    auto page = TRY(parse_listing(answer.body).during("listing objects"));
    for (auto& object : page.objects) {
        auto below = bucket_.name_below_prefix(object.name);
        if (!below)
            return Error(Fault::io, fmt::format("the store lists {}, which is not below the prefix", object.name));
        object.name = *std::move(below);
    }
    return page;
}

Result<> Client::visit(std::string_view name, const std::function<Result<>(const ListedObject&)>& visitor) {
    std::string cursor;
    while (true) {
        auto page = TRY(list(name, cursor));
        for (const auto& object : page.objects) TRY(visitor(object));
        if (!page.next) return {};
        if (*page.next == cursor) return Error(Fault::io, "the store's listing does not go on");
        cursor = *std::move(page.next);
    }
}

Result<> Client::remove(const ObjectKey& key) {
    auto answer = caller_.call({Operation::delete_object, Method::del, bucket_.path_of(key)});
    if (answer.ok() || answer.error().fault() == Fault::not_found) return {};
    return std::move(answer).error().during(named("deleting", key));
}

Result<> Client::copy(const ObjectKey& from, const ObjectKey& to) {
    Draft draft{Operation::copy_object, Method::put, bucket_.path_of(to)};
    draft.fields.emplace_back("x-amz-copy-source", bucket_.copy_source(from));
    auto answer = caller_.call(draft);
    if (!answer.ok()) return std::move(answer).error().during(named("copying", from));
    return {};
}

Result<PresignedUrl> Client::presign(const ObjectKey& key, const PresignedGet& request) {
    const auto credentials = TRY(parts_.credentials.current());
    return presign_get(bucket_, credentials, parts_.clock.now(), key, request);
}

}  // namespace slipway::s3
