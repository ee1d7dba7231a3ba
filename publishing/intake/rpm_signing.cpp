#include "publishing/intake/rpm_signing.hpp"

#include "base/waiting.hpp"
#include "publishing/intake/held_package.hpp"

namespace slipway::publishing {
namespace {

// A package without a payload digest (built by rpm before 4.14) is signed over header and payload, which GPGME takes
// from memory. Packages of that age and size are rare; a bound keeps one of them from taking the memory of all.
constexpr std::uint64_t max_signed_payload = 256u << 20;

// Copies of the signature header at one time, while it is written anew (repo-format/rpm/signature_header.cpp).
constexpr std::uint64_t most_copies = 5;

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
    const auto& format = formats::of(row.format);
    const auto written = TRY(hold_package(room.memory, format, upload.content(), formats::Depth::headers));
    TRY(describe_within(room, row, *written.package));
    return upload;
}

}  // namespace slipway::publishing
