#include "repo-format/rpm/tags.hpp"

#include <algorithm>
#include <iterator>

namespace slipway::rpm {
namespace {

struct KnownTag {
    Tag tag;
    const char* name;
    ValueKind kind;
};

using enum ValueKind;

// In ascending order, for the binary search.
constexpr KnownTag main_tags[] = {
    {tag::image, "HEADERIMAGE", binary},
    {tag::signatures, "HEADERSIGNATURES", binary},
    {tag::immutable, "HEADERIMMUTABLE", binary},
    {tag::name, "NAME", text},
    {tag::version, "VERSION", text},
    {tag::release, "RELEASE", text},
    {tag::epoch, "EPOCH", numbers},
    {tag::summary, "SUMMARY", text},
    {tag::description, "DESCRIPTION", text},
    {tag::build_time, "BUILDTIME", numbers},
    {tag::build_host, "BUILDHOST", text},
    {tag::size, "SIZE", numbers},
    {tag::vendor, "VENDOR", text},
    {tag::license, "LICENSE", text},
    {tag::packager, "PACKAGER", text},
    {tag::group, "GROUP", text},
    {tag::url, "URL", text},
    {tag::architecture, "ARCH", text},
    {tag::old_file_names, "OLDFILENAMES", text},
    {tag::file_modes, "FILEMODES", numbers},
    {tag::file_flags, "FILEFLAGS", numbers},
    {tag::source_rpm, "SOURCERPM", text},
    {tag::archive_size, "ARCHIVESIZE", numbers},
    {tag::provide_name, "PROVIDENAME", text},
    {tag::require_flags, "REQUIREFLAGS", numbers},
    {tag::require_name, "REQUIRENAME", text},
    {tag::require_version, "REQUIREVERSION", text},
    {tag::conflict_flags, "CONFLICTFLAGS", numbers},
    {tag::conflict_name, "CONFLICTNAME", text},
    {tag::conflict_version, "CONFLICTVERSION", text},
    {tag::changelog_time, "CHANGELOGTIME", numbers},
    {tag::changelog_name, "CHANGELOGNAME", text},
    {tag::changelog_text, "CHANGELOGTEXT", text},
    {tag::obsolete_name, "OBSOLETENAME", text},
    {tag::source_package, "SOURCEPACKAGE", numbers},
    {tag::provide_flags, "PROVIDEFLAGS", numbers},
    {tag::provide_version, "PROVIDEVERSION", text},
    {tag::obsolete_flags, "OBSOLETEFLAGS", numbers},
    {tag::obsolete_version, "OBSOLETEVERSION", text},
    {tag::dir_indexes, "DIRINDEXES", numbers},
    {tag::base_names, "BASENAMES", text},
    {tag::dir_names, "DIRNAMES", text},
    {tag::payload_format, "PAYLOADFORMAT", text},
    {tag::payload_compressor, "PAYLOADCOMPRESSOR", text},
    {tag::long_size, "LONGSIZE", numbers},
    {tag::long_archive_size, "LONGARCHIVESIZE", numbers},
    {tag::recommend_name, "RECOMMENDNAME", text},
    {tag::recommend_version, "RECOMMENDVERSION", text},
    {tag::recommend_flags, "RECOMMENDFLAGS", numbers},
    {tag::suggest_name, "SUGGESTNAME", text},
    {tag::suggest_version, "SUGGESTVERSION", text},
    {tag::suggest_flags, "SUGGESTFLAGS", numbers},
    {tag::supplement_name, "SUPPLEMENTNAME", text},
    {tag::supplement_version, "SUPPLEMENTVERSION", text},
    {tag::supplement_flags, "SUPPLEMENTFLAGS", numbers},
    {tag::enhance_name, "ENHANCENAME", text},
    {tag::enhance_version, "ENHANCEVERSION", text},
    {tag::enhance_flags, "ENHANCEFLAGS", numbers},
    {tag::payload_digest, "PAYLOADDIGEST", text},
    {tag::payload_digest_algorithm, "PAYLOADDIGESTALGO", numbers},
    {tag::payload_digest_alt, "PAYLOADDIGESTALT", text},
    {tag::payload_size, "PAYLOADSIZE", numbers},
    {tag::payload_size_alt, "PAYLOADSIZEALT", numbers},
    {tag::rpm_format, "RPMFORMAT", numbers},
    {tag::payload_sha512, "PAYLOADSHA512", text},
    {tag::payload_sha3_256, "PAYLOADSHA3_256", text},
};

constexpr KnownTag signature_tags[] = {
    {tag::image, "HEADERIMAGE", binary},
    {tag::signatures, "HEADERSIGNATURES", binary},
    {sigtag::dsa_header, "DSA", binary},
    {sigtag::rsa_header, "RSA", binary},
    {sigtag::sha1, "SHA1", text},
    {sigtag::long_size, "LONGSIZE", numbers},
    {sigtag::long_archive_size, "LONGARCHIVESIZE", numbers},
    {sigtag::sha256, "SHA256", text},
    {sigtag::openpgp, "OPENPGP", text},
    {sigtag::sha3_256, "SHA3_256", text},
    {sigtag::reserved, "RESERVED", binary},
    {sigtag::size, "SIZE", numbers},
    {sigtag::pgp, "PGP", binary},
    {sigtag::md5, "MD5", binary},
    {sigtag::gpg, "GPG", binary},
    {sigtag::pgp5, "PGP5", binary},
    {sigtag::payload_size, "PAYLOADSIZE", numbers},
    {sigtag::reserved_space, "RESERVEDSPACE", binary},
};

constexpr bool by_number(const KnownTag& a, const KnownTag& b) { return a.tag < b.tag; }
static_assert(std::is_sorted(std::begin(main_tags), std::end(main_tags), by_number));
static_assert(std::is_sorted(std::begin(signature_tags), std::end(signature_tags), by_number));

template <std::size_t n>
const KnownTag* find(const KnownTag (&table)[n], Tag tag) {
    const auto* const found = std::lower_bound(std::begin(table), std::end(table), KnownTag{tag, "", any}, by_number);
    return found != std::end(table) && found->tag == tag ? found : nullptr;
}

std::string describe(Tag tag, const KnownTag* known) {
    std::string text = std::to_string(tag);
    if (known) text += std::string(" (") + known->name + ")";
    return text;
}

}  // namespace

std::string describe_main_tag(Tag tag) { return describe(tag, find(main_tags, tag)); }
std::string describe_signature_tag(Tag tag) { return describe(tag, find(signature_tags, tag)); }

ValueKind kind_of_main_tag(Tag tag) {
    const KnownTag* const known = find(main_tags, tag);
    return known ? known->kind : any;
}

}  // namespace slipway::rpm
