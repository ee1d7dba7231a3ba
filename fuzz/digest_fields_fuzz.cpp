// What a client says of the bytes it sends: a declared digest holds for the bytes that have it and for no others; what
// it claims of their origin becomes one line of JSON that keeps it apart from what the server saw.
#include "fuzz/support.hpp"
#include "server/api/routing/json.hpp"
#include "server/api/routing/provenance.hpp"
#include "server/api/uploads/declared_digest.hpp"

using namespace slipway::fuzz;
namespace api = slipway::api;

namespace {

void declared(const slipway::http::Headers& headers) {
    auto digests = api::DeclaredDigests::parse(headers);
    if (!digests) {
        require(digests.error().code() == "invalid-digest");
        return;
    }
    const auto sha256 = digests->sha256();
    digests->update("some ");
    digests->update("bytes");
    const auto verified = digests->verify();
    if (!verified) require(verified.error().code() == "digest-mismatch");
    if (sha256 && *sha256 != slipway::sha256_of("some bytes")) require(!verified.ok());
}

void claimed(const slipway::http::Headers& headers) {
    require(api::check_own_fields(headers).ok());
    const slipway::publishing::KnownToken token{1, "ci", {}};
    const auto provenance = api::provenance_of(headers, token, "192.0.2.1", slipway::Seconds{});
    if (!provenance) {
        require(provenance.error().code() == "invalid-provenance");
        return;
    }
    require(is_one_line(*provenance));
    const auto json = api::JsonObject::parse(*provenance);
    require(json.ok() && json->allow_only({"verified", "claimed"}).ok());
    const auto verified = json->object("verified", {});
    require(verified.ok() && verified->has_value());
    const auto address = (*verified)->text("address", "");
    require(address.ok() && *address == "192.0.2.1");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Pieces pieces(data, size);
    slipway::http::Headers headers;
    for (const auto* name : {"X-Checksum-Sha256", "Digest", "Content-Digest", "Slipway-Source-Repository",
                             "Slipway-Source-Commit", "Slipway-Source-Ref", "Slipway-Source-Build-Url"})
        if (const auto value = pieces.text(); !value.empty()) headers.add(name, value);
    declared(headers);
    claimed(headers);
    return 0;
}
