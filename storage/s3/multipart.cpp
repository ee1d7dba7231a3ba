#include "storage/s3/multipart.hpp"

#include "storage/s3/answers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::s3 {
namespace {

constexpr std::uint64_t smallest_part = std::uint64_t{5} << 20;
constexpr std::uint64_t most_parts = 10'000;
constexpr std::size_t piece = 256 * 1024;

/// A multipart upload that has begun.
class Upload {
public:
    Upload(Client& client, const ObjectKey& key, std::string id) : client_(client), key_(key), id_(std::move(id)) {}

    Result<> add_part(const Body& bytes, const Sha256& digest);
    Result<> copy_part(const ObjectKey& from, Range range);
    Result<> complete(Existing existing);
    /// Whether the store hears of it does not change what the caller is told.
    void abort() { static_cast<void>(client_.caller().call(draft(Operation::abort_multipart_upload, Method::del))); }

private:
    Draft draft(Operation operation, Method method) const {
        return {operation, method, client_.bucket().path_of(key_), {{"uploadId", id_}}};
    }
    unsigned next_number() const { return static_cast<unsigned>(parts_.size() + 1); }

    Client& client_;
    const ObjectKey& key_;
    const std::string id_;
    std::vector<CompletedPart> parts_{};
};

Result<> Upload::add_part(const Body& bytes, const Sha256& digest) {
    const auto number = next_number();
    auto part = draft(Operation::upload_part, Method::put);
    part.query.emplace_back("partNumber", std::to_string(number));
    part.body = bytes;
    part.payload_hash = digest.hex();
    const auto answer = TRY(client_.caller().call(part).during(fmt::format("part {}", number)));
    auto etag = answer.find("etag");
    if (!etag) return Error(Fault::io, fmt::format("the store gives part {} no ETag", number));
    parts_.push_back({number, *std::move(etag)});
    return {};
}

Result<> Upload::copy_part(const ObjectKey& from, Range range) {
    const auto number = next_number();
    auto part = draft(Operation::upload_part_copy, Method::put);
    part.query.emplace_back("partNumber", std::to_string(number));
    part.fields = {
        {"x-amz-copy-source", client_.bucket().copy_source(from)},
        {"x-amz-copy-source-range", fmt::format("bytes={}-{}", range.offset, range.offset + range.length - 1)}};
    const auto answer = TRY(client_.caller().call(part).during(fmt::format("part {}", number)));
    auto copied = TRY(parse_copied_part(answer.body));
    parts_.push_back({number, std::move(copied)});
    return {};
}

Result<> Upload::complete(Existing existing) {
    const MemoryBytes document(render_completion(parts_));
    const auto text = TRY(document.read(0, document.size()));
    auto completion = draft(Operation::complete_multipart_upload, Method::post);
    completion.fields.emplace_back("content-type", "application/xml");
    if (existing == Existing::keep) completion.fields.emplace_back("if-none-match", "*");
    completion.body = {&document, 0, document.size()};
    completion.payload_hash = sha256_of(text).hex();
    TRY(client_.caller().call(completion));
    return {};
}

Result<std::string> begin_upload(Client& client, const ObjectKey& key, const Fields& metadata) {
    Draft draft{Operation::create_multipart_upload, Method::post, client.bucket().path_of(key), {{"uploads", ""}}};
    draft.fields = metadata_fields(metadata);
    const auto answer = TRY(client.caller().call(draft));
    return parse_upload_id(answer.body);
}

/// The digest of one part; `whole` gets its bytes, too.
Result<Sha256> digest_part(const Body& part, Sha256Hasher& whole) {
    Sha256Hasher hasher;
    for (std::uint64_t position = 0; position < part.length;) {
        const auto length = std::min<std::uint64_t>(piece, part.length - position);
        const auto bytes = TRY(part.bytes->read(part.offset + position, static_cast<std::size_t>(length)));
        if (bytes.empty()) return Error(Fault::corrupt, "what is to be stored has become shorter");
        hasher.update(bytes);
        whole.update(bytes);
        position += bytes.size();
    }
    return hasher.finish();
}

Result<> send_parts(Upload& upload, const Body& bytes, const Sha256& digest, std::uint64_t part_size) {
    Sha256Hasher whole;
    for (std::uint64_t position = 0; position < bytes.length; position += part_size) {
        const Body part{bytes.bytes, bytes.offset + position, std::min(part_size, bytes.length - position)};
        const auto part_digest = TRY(digest_part(part, whole));
        TRY(upload.add_part(part, part_digest));
    }
    if (whole.finish() != digest) return Error(Fault::corrupt, "the bytes have another digest than was announced");
    return {};
}

/// The object that must have the name in the end.
struct Expected {
    std::uint64_t size;
    const Fields& metadata;
};

bool has_all(const ObjectStatus& stored, const Fields& metadata) {
    return std::all_of(metadata.begin(), metadata.end(),
                       [&](const auto& field) { return stored.find(field.first) == field.second; });
}

/// If the store does not know the upload, an earlier attempt has completed it, whose answer was lost, or somebody else
/// has ended it. AWS, RGW and Swift remember the uploads that they completed; other stores do not.
Result<> complete(Client& client, const ObjectKey& key, Upload& upload, Existing existing, const Expected& expected) {
    auto done = upload.complete(existing);
    const bool is_unknown = !done.ok() && done.error().fault() == Fault::conflict;
    if (!done.ok() && !is_unknown) return done;
    const auto stored = TRY(client.find(key));
    if (is_unknown && !(stored && has_all(*stored, expected.metadata))) return done;
    if (stored && stored->size == expected.size) return {};
    return Error(Fault::corrupt, fmt::format("the store has {} bytes of {}", stored ? stored->size : 0, expected.size));
}

Result<PutResult> put_large(Client& client, const ObjectKey& key, const Body& bytes, const Sha256& digest,
                            const PutOptions& options, std::uint64_t part_size) {
    Upload upload(client, key, TRY(begin_upload(client, key, options.metadata)));
    auto done = send_parts(upload, bytes, digest, part_size);
    if (done.ok()) done = complete(client, key, upload, options.existing, {bytes.length, options.metadata});
    if (done.ok()) return PutResult::written;
    upload.abort();
    if (options.existing == Existing::keep && done.error().fault() == Fault::precondition_failed)
        return PutResult::kept;
    return std::move(done).error();
}

Result<> copy_parts(Upload& upload, const ObjectKey& from, const ObjectStatus& status, std::uint64_t part_size) {
    for (std::uint64_t position = 0; position < status.size; position += part_size)
        TRY(upload.copy_part(from, {position, std::min(part_size, status.size - position)}));
    return {};
}

Result<> copy_large(Client& client, const ObjectKey& from, const ObjectKey& to, const ObjectStatus& status,
                    std::uint64_t part_size) {
    Upload upload(client, to, TRY(begin_upload(client, to, status.metadata)));
    auto done = copy_parts(upload, from, status, part_size);
    if (done.ok()) done = complete(client, to, upload, Existing::replace, {status.size, status.metadata});
    if (!done.ok()) upload.abort();
    return done;
}

}  // namespace

std::uint64_t part_size_for(std::uint64_t size, std::uint64_t wanted) {
    const auto least = (size + most_parts - 1) / most_parts;
    return std::max({wanted, least, smallest_part});
}

Result<PutResult> put_in_parts(Client& client, const ObjectKey& key, const Body& bytes, const Sha256& digest,
                               const PutOptions& options, PartSizes sizes) {
    if (bytes.length <= sizes.whole_up_to) return client.put(key, bytes, digest, options);
    const auto part_size = part_size_for(bytes.length, sizes.part);
    return put_large(client, key, bytes, digest, options, part_size).during(fmt::format("storing {}", key.text()));
}

Result<> copy_in_parts(Client& client, const ObjectKey& from, const ObjectKey& to, const ObjectStatus& status,
                       PartSizes sizes) {
    if (status.size <= sizes.whole_up_to) return client.copy(from, to);
    const auto part_size = part_size_for(status.size, sizes.part);
    return copy_large(client, from, to, status, part_size).during(fmt::format("copying {}", from.text()));
}

}  // namespace slipway::s3
