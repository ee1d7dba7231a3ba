#include "publishing/intake/rpm_signing.hpp"

#include "repo-format/formats/package_format.hpp"

namespace slipway::publishing {
namespace {

// A package without a payload digest (built by rpm before 4.14) is signed over header and payload, which GPGME takes
// from memory. Packages of that age and size are rare; a bound keeps one of them from taking the memory of all.
constexpr std::uint64_t max_signed_payload = 256u << 20;

}  // namespace

void request_signatures(signing::Signer& signers, const std::string& repository, const signing::PublicKey& key,
                        const RandomAccess& bytes, const rpm::RpmPackage& package, Done<rpm::Signatures> done) {
    const auto kind = key.algorithm == "ed25519" ? rpm::SignatureKind::eddsa : rpm::SignatureKind::rsa;
    auto header = bytes.read(package.header_start, package.header_end - package.header_start);
    if (!header.ok()) return done(std::move(header).error());
    auto detach_sign = [&signers, repository, fingerprint = key.fingerprint](std::string data,
                                                                             Done<std::string> signed_) {
        signers.detach_sign(repository, {fingerprint}, std::move(data), signing::Encoding::binary,
                            signing::Priority::package, std::move(signed_));
    };
    if (package.has_payload_digest) {
        return detach_sign(std::move(header).release(), [kind, done = std::move(done)](Result<std::string> made) {
            if (!made.ok()) return done(std::move(made).error());
            done(rpm::Signatures{kind, std::move(made).release(), std::nullopt});
        });
    }
    const std::uint64_t length = package.file_size - package.header_start;
    if (length > max_signed_payload)
        return done(Error("invalid-package"_problem,
                          "a package without a payload digest (built by rpm before 4.14) can be signed up to "
                          "256 MiB; build it with a newer rpm"));
    auto whole = bytes.read(package.header_start, length);
    if (!whole.ok()) return done(std::move(whole).error());
    auto second = [detach_sign, kind, data = std::move(whole).release(),
                   done = std::move(done)](Result<std::string> first) mutable {
        if (!first.ok()) return done(std::move(first).error());
        detach_sign(std::move(data),
                    [kind, done, header_packet = std::move(first).release()](Result<std::string> made) {
                        if (!made.ok()) return done(std::move(made).error());
                        done(rpm::Signatures{kind, header_packet, std::move(made).release()});
                    });
    };
    detach_sign(std::move(header).release(), std::move(second));
}

Result<storage::BlobUpload> write_signed(storage::BlobStore& blobs, const RandomAccess& original,
                                         const rpm::RpmPackage& package, const rpm::Signatures& signatures,
                                         const std::string& fingerprint, storage::PackageRow& row,
                                         const ExpansionRoom& room) {
    auto upload = TRY(blobs.begin_upload());
    const auto start = TRY(rpm::with_signatures(original, package, signatures));
    TRY(upload.append(start));
    TRY(upload.append_rest_of(original, package.header_start));
    row.sha256 = upload.digest();
    row.size = upload.size();
    row.signed_by = fingerprint;
    const auto signed_package = TRY(formats::of(row.format).read(upload.content(), formats::Depth::headers));
    TRY(describe_within(room, row, *signed_package));
    return upload;
}

}  // namespace slipway::publishing
