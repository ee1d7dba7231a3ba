// The parts of an .rpm file (rpm: docs/manual/format_v4.md and format_v6.md):
//
//     lead               96 bytes, only the magic number counts
//     signature header   digests and signatures; padded with zeros to a multiple of 8
//     main header        what the package is; what a header signature covers
//     payload            a compressed cpio archive, never unpacked here: its digests stand in the headers
//
// What decides names and URLs (name, version, release, architecture) is held to the characters rpmbuild allows, so
// that it can become a file name; everything else of a header is only checked for its form.
#include "repo-format/rpm/rpm_package.hpp"

#include "repo-format/rpm/file_digests.hpp"
#include "repo-format/rpm/header_checks.hpp"
#include "repo-format/rpm/identity.hpp"
#include "repo-format/rpm/lead.hpp"
#include "repo-format/rpm/signature_merge.hpp"

namespace slipway::rpm {
namespace {

constexpr std::uint64_t padded_to_8(std::uint64_t size) { return (size + 7) / 8 * 8; }

int format_of(const Header& main) {
    if (main.number(tag::rpm_format).value_or(4) >= 6) return 6;
    return main.has_region() ? 4 : 3;
}

/// Packages have no SOURCEPACKAGE before rpm 4.6. Of one that names no package as its source either, rpm looks at the
/// files: those of a source package lie in no directory (rpm: lib/package.c, applyRetrofits).
bool is_source_package(const Header& main) {
    if (main.has(tag::source_package)) return main.number(tag::source_package).value_or(0) != 0;
    if (main.has(tag::source_rpm)) return false;
    const auto* const directories = main.find(tag::dir_names);
    if (directories && is_string(directories->type))
        return directories->count == 1 && main.text(tag::dir_names).empty();
    return main.has(tag::old_file_names) && !main.text(tag::old_file_names).starts_with('/');
}

Result<> refuse_delta(const Header& main) {
    if (main.text(tag::payload_format) == "drpm")
        return Error("unsupported-format"_problem, "delta packages are not supported");
    return {};
}

/// An upper bound: one string is a view in a list, and a number of any width has 64 bits there.
std::uint64_t memory_of_lists(const Header& header) {
    std::uint64_t bytes = 0;
    for (const auto& entry : header.entries()) {
        if (is_string(entry.type)) bytes += std::uint64_t{entry.count} * sizeof(std::string_view);
        if (is_number(entry.type)) bytes += std::uint64_t{entry.count} * sizeof(std::uint64_t);
    }
    return bytes;
}

}  // namespace

Result<std::uint64_t> memory_of_headers(const RandomAccess& file) {
    TRY(check_lead(file));
    const auto signature = TRY(read_sizes(file, lead_size, HeaderKind::signature));
    const auto main = TRY(read_sizes(file, lead_size + padded_to_8(signature.total()), HeaderKind::main));
    return signature.in_memory() + main.in_memory();
}

std::uint64_t memory_of_lists(const RpmPackage& package) {
    return memory_of_lists(package.signature) + memory_of_lists(package.main);
}

Result<RpmPackage> read_rpm(const RandomAccess& file, VerifyDigests verify) {
    TRY(check_lead(file));
    Header signature = TRY(Header::read(file, lead_size, HeaderKind::signature));
    const std::uint64_t start = lead_size + padded_to_8(signature.bytes().size());
    Header main = TRY(Header::read(file, start, HeaderKind::main));
    TRY(refuse_delta(main));

    const int format = format_of(main);
    TRY(check_merge(signature, main, format));
    const bool is_source = is_source_package(main);
    Identity identity = TRY(check_identity(main, is_source));
    const bool has_payload_digest = main.has(tag::payload_digest) || main.has(tag::payload_digest_alt);
    const std::uint64_t end = start + main.bytes().size();
    RpmPackage package{std::move(signature),
                       std::move(main),
                       start,
                       end,
                       file.size(),
                       std::move(identity.name),
                       std::move(identity.evr),
                       std::move(identity.architecture),
                       is_source,
                       has_payload_digest,
                       format};
    if (verify == VerifyDigests::yes) TRY(check_digests(file, package));
    return package;
}

std::string file_name(const RpmPackage& package) {
    return package.name + "-" + package.evr.version + "-" + package.evr.release + "." + package.architecture + ".rpm";
}

}  // namespace slipway::rpm
