#pragma once

#include "repo-format/rpm/constants.hpp"
#include "repo-format/rpm/tag_table.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace slipway::rpm {

/// How the bytes of a value are to be read (RPM_CHAR_TYPE and so on).
enum class ValueType : std::uint32_t {
    character = rpm_constant("RPM_CHAR_TYPE"),
    int8 = rpm_constant("RPM_INT8_TYPE"),
    int16 = rpm_constant("RPM_INT16_TYPE"),
    int32 = rpm_constant("RPM_INT32_TYPE"),
    int64 = rpm_constant("RPM_INT64_TYPE"),
    string = rpm_constant("RPM_STRING_TYPE"),
    binary = rpm_constant("RPM_BIN_TYPE"),
    string_array = rpm_constant("RPM_STRING_ARRAY_TYPE"),
    i18n_string = rpm_constant("RPM_I18NSTRING_TYPE"),
};

/// Tags of the main header.
namespace tag {
inline constexpr Tag image = main_tag("HEADERIMAGE"), signatures = main_tag("HEADERSIGNATURES"),
                     immutable = main_tag("HEADERIMMUTABLE");  // the regions
inline constexpr Tag name = main_tag("NAME"), version = main_tag("VERSION"), release = main_tag("RELEASE"),
                     epoch = main_tag("EPOCH");
inline constexpr Tag summary = main_tag("SUMMARY"), description = main_tag("DESCRIPTION"),
                     build_time = main_tag("BUILDTIME"), build_host = main_tag("BUILDHOST");
inline constexpr Tag size = main_tag("SIZE"), vendor = main_tag("VENDOR"), license = main_tag("LICENSE"),
                     packager = main_tag("PACKAGER"), group = main_tag("GROUP"), url = main_tag("URL");
inline constexpr Tag architecture = main_tag("ARCH"), old_file_names = main_tag("OLDFILENAMES"),
                     file_modes = main_tag("FILEMODES"), file_flags = main_tag("FILEFLAGS");
inline constexpr Tag source_rpm = main_tag("SOURCERPM"), archive_size = main_tag("ARCHIVESIZE");
inline constexpr Tag provide_name = main_tag("PROVIDENAME"), require_flags = main_tag("REQUIREFLAGS"),
                     require_name = main_tag("REQUIRENAME"), require_version = main_tag("REQUIREVERSION");
inline constexpr Tag conflict_flags = main_tag("CONFLICTFLAGS"), conflict_name = main_tag("CONFLICTNAME"),
                     conflict_version = main_tag("CONFLICTVERSION");
inline constexpr Tag changelog_time = main_tag("CHANGELOGTIME"), changelog_name = main_tag("CHANGELOGNAME"),
                     changelog_text = main_tag("CHANGELOGTEXT");
inline constexpr Tag obsolete_name = main_tag("OBSOLETENAME"), source_package = main_tag("SOURCEPACKAGE");
inline constexpr Tag provide_flags = main_tag("PROVIDEFLAGS"), provide_version = main_tag("PROVIDEVERSION"),
                     obsolete_flags = main_tag("OBSOLETEFLAGS"), obsolete_version = main_tag("OBSOLETEVERSION");
inline constexpr Tag dir_indexes = main_tag("DIRINDEXES"), base_names = main_tag("BASENAMES"),
                     dir_names = main_tag("DIRNAMES");
inline constexpr Tag payload_format = main_tag("PAYLOADFORMAT"), payload_compressor = main_tag("PAYLOADCOMPRESSOR");
inline constexpr Tag long_size = main_tag("LONGSIZE");
inline constexpr Tag recommend_name = main_tag("RECOMMENDNAME"), recommend_version = main_tag("RECOMMENDVERSION"),
                     recommend_flags = main_tag("RECOMMENDFLAGS");
inline constexpr Tag suggest_name = main_tag("SUGGESTNAME"), suggest_version = main_tag("SUGGESTVERSION"),
                     suggest_flags = main_tag("SUGGESTFLAGS");
inline constexpr Tag supplement_name = main_tag("SUPPLEMENTNAME"), supplement_version = main_tag("SUPPLEMENTVERSION"),
                     supplement_flags = main_tag("SUPPLEMENTFLAGS");
inline constexpr Tag enhance_name = main_tag("ENHANCENAME"), enhance_version = main_tag("ENHANCEVERSION"),
                     enhance_flags = main_tag("ENHANCEFLAGS");
inline constexpr Tag old_suggests_name = main_tag("OLDSUGGESTSNAME"),
                     old_suggests_version = main_tag("OLDSUGGESTSVERSION"),
                     old_suggests_flags = main_tag("OLDSUGGESTSFLAGS");
inline constexpr Tag old_enhances_name = main_tag("OLDENHANCESNAME"),
                     old_enhances_version = main_tag("OLDENHANCESVERSION"),
                     old_enhances_flags = main_tag("OLDENHANCESFLAGS");
inline constexpr Tag payload_digest = main_tag("PAYLOADDIGEST"), payload_digest_alt = main_tag("PAYLOADDIGESTALT");
inline constexpr Tag payload_size = main_tag("PAYLOADSIZE"), payload_size_alt = main_tag("PAYLOADSIZEALT"),
                     rpm_format = main_tag("RPMFORMAT");
inline constexpr Tag payload_sha512 = main_tag("PAYLOADSHA512"), payload_sha512_alt = main_tag("PAYLOADSHA512ALT");
inline constexpr Tag payload_sha3_256 = main_tag("PAYLOADSHA3_256"),
                     payload_sha3_256_alt = main_tag("PAYLOADSHA3_256ALT");
}  // namespace tag

/// Tags of the signature header. 267 to 279 have the same meaning wherever they stand; those from 1000 on are legacy
/// numbers, which librpm renames when it merges both headers (1000 → 257, 1004 → 261, …) to tell them from the above.
namespace sigtag {
inline constexpr Tag dsa_header = signature_tag("DSA"), rsa_header = signature_tag("RSA"), sha1 = signature_tag("SHA1"),
                     long_size = signature_tag("LONGSIZE"), long_archive_size = signature_tag("LONGARCHIVESIZE");
inline constexpr Tag sha256 = signature_tag("SHA256");  // rpm's format documents say 272; the code says 273
inline constexpr Tag openpgp = signature_tag("OPENPGP"), sha3_256 = signature_tag("SHA3_256"),
                     reserved = signature_tag("RESERVED");
inline constexpr Tag size = signature_tag("SIZE"), pgp = signature_tag("PGP"), md5 = signature_tag("MD5"),
                     gpg = signature_tag("GPG"), pgp5 = signature_tag("PGP5"),
                     payload_size = signature_tag("PAYLOADSIZE");
inline constexpr Tag reserved_space = signature_tag("RESERVEDSPACE");
}  // namespace sigtag

/// "1000 (NAME)" for messages; the number alone for a tag that rpm does not know.
std::string describe_main_tag(Tag tag);
std::string describe_signature_tag(Tag tag);

/// The type that rpm's table gives a tag of the main header; nothing where it knows none.
std::optional<ValueType> type_of_main_tag(Tag tag);

}  // namespace slipway::rpm
