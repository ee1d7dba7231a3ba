#include "storage/s3/abandoned_uploads.hpp"

#include "storage/s3/answers.hpp"

namespace slipway::s3 {
namespace {

/// Does nothing if the upload has ended meanwhile.
Result<> abort_upload(Client& client, const ObjectKey& key, const std::string& id) {
    auto answer = client.caller().call(
        {Operation::abort_multipart_upload, Method::del, client.bucket().path_of(key), {{"uploadId", id}}});
    if (answer.ok() || answer.error().fault() == Fault::conflict || answer.error().fault() == Fault::not_found)
        return {};
    return std::move(answer).error().during("aborting the upload of " + key.text());
}

}  // namespace

Result<std::uint64_t> abort_uploads_begun_before(Client& client, Seconds moment) {
    const auto& bucket = client.bucket();
    auto answer = client.caller().call({Operation::list_multipart_uploads,
                                        Method::get,
                                        bucket.path(),
                                        {{"uploads", ""}, {"prefix", bucket.full_name("")}}});
    if (!answer.ok() && answer.error().fault() == Fault::unsupported) return std::uint64_t{0};
    if (!answer.ok()) return std::move(answer).error().during("listing uploads");
    std::uint64_t aborted = 0;
    for (const auto& upload : TRY(parse_uploads(answer->body))) {
        const auto name = bucket.name_below_prefix(upload.name);
        if (!name || upload.begun_at >= moment) continue;
        const auto key = TRY(ObjectKey::parse(*name));
        TRY(abort_upload(client, key, upload.id));
        ++aborted;
    }
    return aborted;
}

}  // namespace slipway::s3
