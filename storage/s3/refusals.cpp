// Codes by "List of error codes" of the Amazon S3 API Reference, https://docs.aws.amazon.com/AmazonS3/latest/API/
// ErrorResponses.html, and those of RGW and Swift that are not in it.
#include "storage/s3/refusals.hpp"

#include "storage/s3/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace slipway::s3 {
namespace {

enum class Remedy : unsigned char { none, repeat, other_credentials };

struct Row {
    std::string_view code;
    Fault fault;
    Remedy remedy = Remedy::none;
    std::string_view advice{};
};

constexpr std::string_view clock_advice = "the clocks of this machine and of the store differ by more than 15 minutes";
constexpr std::string_view digest_advice = "the bytes have another digest than was announced";
constexpr std::string_view keys_advice =
    "the keys are wrong, have expired or have no right to do this, or the clock of this machine is wrong";

constexpr auto rows = std::to_array<Row>({
    {"AccessDenied", Fault::io, Remedy::other_credentials, "these keys have no right to do this, or have expired"},
    {"AuthorizationHeaderMalformed", Fault::io, Remedy::none, "the region is not the bucket's"},
    {"BadDigest", Fault::corrupt, Remedy::none, digest_advice},
    {"ConditionalRequestConflict", Fault::busy, Remedy::repeat},
    {"EntityTooLarge", Fault::too_large},
    {"ExpiredToken", Fault::io, Remedy::other_credentials, "the temporary credentials have expired"},
    {"IncompleteBody", Fault::io, Remedy::repeat},
    {"InternalError", Fault::io, Remedy::repeat},
    {"InvalidAccessKeyId", Fault::io, Remedy::other_credentials, "the store does not know this access key"},
    {"InvalidBucketName", Fault::io},
    {"InvalidDigest", Fault::corrupt, Remedy::none, digest_advice},
    {"InvalidObjectState", Fault::io, Remedy::none,
     "a lifecycle rule has moved the object to an archive: bring it back, and remove the rule"},
    {"InvalidPart", Fault::io, Remedy::none, "a part that was sent is not there, or another one"},
    {"InvalidRange", Fault::corrupt, Remedy::none, "the object is shorter than it has to be"},
    {"InvalidToken", Fault::io, Remedy::other_credentials, "the session token is not valid"},
    {"NoSuchBucket", Fault::io},
    {"NoSuchKey", Fault::not_found},
    {"NoSuchUpload", Fault::conflict, Remedy::none, "the upload was ended"},
    {"NotImplemented", Fault::unsupported},
    {"OperationAborted", Fault::busy, Remedy::repeat},
    {"PermanentRedirect", Fault::io, Remedy::none, "the endpoint is not the bucket's"},
    {"PreconditionFailed", Fault::precondition_failed},
    {"QuotaExceeded", Fault::storage_full},
    {"RequestTimeTooSkewed", Fault::io, Remedy::none, clock_advice},
    {"RequestTimeout", Fault::io, Remedy::repeat},
    {"ServiceUnavailable", Fault::busy, Remedy::repeat},
    {"SignatureDoesNotMatch", Fault::io, Remedy::other_credentials, "the secret key is not the access key's"},
    {"SlowDown", Fault::busy, Remedy::repeat},
    {"TooManyRequests", Fault::busy, Remedy::repeat},
    {"XAmzContentSHA256Mismatch", Fault::corrupt, Remedy::none, digest_advice},
});
static_assert(std::is_sorted(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.code < b.code; }));

/// What a status says where no code does.
Row row_of_status(int status) {
    switch (status) {
        case 401:
        case 403: return {"", Fault::io, Remedy::other_credentials, keys_advice};
        case 404: return {"", Fault::not_found};
        case 412: return {"", Fault::precondition_failed};
        case 413: return {"", Fault::too_large};
        case 416: return {"", Fault::corrupt, Remedy::none, "the object is shorter than it has to be"};
        case 429:
        case 503: return {"", Fault::busy, Remedy::repeat};
        case 500:
        case 502:
        case 504: return {"", Fault::io, Remedy::repeat};
        case 501: return {"", Fault::unsupported};
        case 507: return {"", Fault::storage_full};
        default: break;
    }
    return {"", status >= 500 || status < 400 ? Fault::io : Fault::internal};
}

Row row_of(const Refusal& refusal) {
    const auto row = std::lower_bound(rows.begin(), rows.end(), std::string_view(refusal.code),
                                      [](const Row& a, std::string_view code) { return a.code < code; });
    if (row != rows.end() && row->code == refusal.code) return *row;
    // An answer to HEAD has no code, and AWS's to a token that has expired is 400.
    if (refusal.status == 400 && refusal.code.empty()) return row_of_status(403);
    return row_of_status(refusal.status);
}

}  // namespace

Refusal refusal_of(const HttpAnswer& answer) {
    auto document = find_error(answer.body).value_or(ErrorDocument{});
    if (document.request_id.empty()) document.request_id = answer.find("x-amz-request-id").value_or("");
    if (document.region.empty()) document.region = answer.find("x-amz-bucket-region").value_or("");
    return {answer.status, std::move(document.code), std::move(document.message), std::move(document.request_id),
            std::move(document.region)};
}

bool is_about_credentials(const Refusal& refusal) { return row_of(refusal).remedy == Remedy::other_credentials; }
bool is_passing(const Refusal& refusal) { return row_of(refusal).remedy == Remedy::repeat; }

Error error_of(const Refusal& refusal, const Bucket& bucket) {
    const auto row = row_of(refusal);
    auto text = fmt::format("the store answered {}", refusal.status);
    if (!refusal.code.empty()) text += " " + refusal.code;
    if (!row.advice.empty()) text.append(": ").append(row.advice);
    if (refusal.code == "NoSuchBucket")
        text += fmt::format(": make it with aws s3 mb s3://{} --region {} --endpoint-url {}", bucket.name(),
                            bucket.region(), bucket.endpoint());
    if (!refusal.region.empty()) text += fmt::format("; the bucket is in {}", refusal.region);
    if (!refusal.message.empty()) text += fmt::format("; it says \"{}\"", refusal.message);
    if (!refusal.request_id.empty()) text += fmt::format(" (request {})", refusal.request_id);
    return Error(row.fault, std::move(text));
}

Error error_of(Attempt attempt) {
    if (attempt.error) return *std::move(attempt.error);
    if (attempt.end == Attempt::End::unreachable)
        return Error(Fault::io, "the store cannot be reached: " + attempt.reason);
    if (attempt.end == Attempt::End::timed_out)
        return Error(Fault::io, "the store did not answer in time: " + attempt.reason);
    return Error(Fault::io, "the request to the store broke off: " + attempt.reason);
}

}  // namespace slipway::s3
