#include "publishing/intake/rpm_signing.hpp"

#include "repo-format/yum/package_xml.hpp"

namespace slipway::publishing {
namespace {

// A package without a payload digest (built by rpm before 4.14) is signed over header and payload, which GPGME takes
// from memory. Packages of that age and size are rare; a bound keeps one of them from taking the memory of all.
constexpr std::uint64_t max_signed_payload = 256u << 20;

/// rpm treats no epoch and epoch 0 alike; one spelling keeps versions comparable as text.
std::string version_of(rpm::Evr evr) {
    if (evr.epoch == "0") evr.epoch.clear();
    return rpm::render(evr);
}

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
    const auto signed_package = TRY(rpm::read_rpm(upload.content(), rpm::VerifyDigests::no));
    TRY(describe_within(room, row, signed_package));
    return upload;
}

void identify_rpm(storage::PackageRow& row, const rpm::RpmPackage& package) {
    row.name = package.name;
    row.version = version_of(package.evr);
    row.architecture = package.architecture;
}

void describe_rpm(storage::PackageRow& row, const rpm::RpmPackage& package) {
    identify_rpm(row, package);
    row.source = std::string(package.main.text(rpm::tag::source_rpm));
    row.summary = std::string(package.main.text(rpm::tag::summary));
    row.file_name = rpm::file_name(package);
    const std::string location = "packages/" + row.sha256.hex().substr(0, 16) + "/" + row.file_name;
    auto xml = yum::render_package(package, {row.sha256, row.size, location});
    row.weight = static_cast<std::uint32_t>(xml.primary.size() + xml.filelists.size() + xml.other.size());
    row.documents = {std::move(xml.primary), std::move(xml.filelists), std::move(xml.other)};
}

}  // namespace slipway::publishing
