#include "publishing/intake/rpm_signing.hpp"

#include "base/waiting.hpp"
#include "publishing/intake/held_rpm.hpp"
#include "repo-format/yum/package_xml.hpp"

namespace slipway::publishing {
namespace {

// A package without a payload digest (built by rpm before 4.14) is signed over header and payload, which GPGME takes
// from memory. Packages of that age and size are rare; a bound keeps one of them from taking the memory of all.
constexpr std::uint64_t max_signed_payload = 256u << 20;

// Copies of the signature header at one time, while it is written anew (repo-format/rpm/signature_header.cpp).
constexpr std::uint64_t most_copies = 5;

/// rpm treats no epoch and epoch 0 alike; one spelling keeps versions comparable as text.
std::string version_of(rpm::Evr evr) {
    if (evr.epoch == "0") evr.epoch.clear();
    return rpm::render(evr);
}

}  // namespace

Result<rpm::Signatures> make_signatures(signing::Signer& signers, const std::string& repository,
                                        const signing::PublicKey& key, const RandomAccess& bytes,
                                        const rpm::RpmPackage& package, MemoryBudget::Share& memory) {
    const auto sign = [&](std::uint64_t length) -> Result<std::string> {
        MemoryBudget::Loan loan(memory);
        TRY(loan.take(length));
        auto part = TRY(bytes.read(package.header_start, length));
        return wait_for<std::string>([&](Done<std::string> done) {
            signers.detach_sign(repository, {key.fingerprint}, std::move(part), signing::Encoding::binary,
                                signing::Priority::package, std::move(done));
        });
    };
    const auto whole = package.file_size - package.header_start;
    if (!package.has_payload_digest && whole > max_signed_payload)
        return Error("invalid-package"_problem,
                     "a package without a payload digest (built by rpm before 4.14) can be signed up to "
                     "256 MiB; build it with a newer rpm");
    const auto kind = key.algorithm == "ed25519" ? rpm::SignatureKind::eddsa : rpm::SignatureKind::rsa;
    rpm::Signatures made{kind, {}, std::nullopt};
    made.header = TRY(sign(package.header_end - package.header_start));
    if (!package.has_payload_digest) made.header_and_payload = TRY(sign(whole));
    return made;
}

Result<storage::BlobUpload> write_signed(storage::BlobStore& blobs, const RandomAccess& original,
                                         const rpm::RpmPackage& package, const rpm::Signatures& signatures,
                                         const std::string& fingerprint, storage::PackageRow& row,
                                         const ExpansionRoom& room) {
    MemoryBudget::Loan loan(room.memory);
    TRY(loan.take(most_copies * package.signature.bytes().size()));
    auto upload = TRY(blobs.begin_upload());
    const auto start = TRY(rpm::with_signatures(original, package, signatures));
    TRY(upload.append(start));
    TRY(upload.append_rest_of(original, package.header_start));
    row.sha256 = upload.digest();
    row.size = upload.size();
    row.signed_by = fingerprint;
    const auto written = TRY(hold_rpm(room.memory, upload.content(), rpm::VerifyDigests::no));
    TRY(describe_within(room, row, written.package));
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
