#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace slipway::rpm {

/// The number that names a value in a header; rpm's RPMTAG_ and RPMSIGTAG_ constants. A number can mean different
/// things in the two headers of a file (1000 is the name in one, the size in the other).
using Tag = std::uint32_t;

/// What type of data rpm's own tag table expects. `any` where the table knows nothing.
enum class ValueKind : unsigned char { any, text, numbers, binary };

/// Tags of the main header.
namespace tag {
inline constexpr Tag image = 61, signatures = 62, immutable = 63;  // the regions
inline constexpr Tag name = 1000, version = 1001, release = 1002, epoch = 1003;
inline constexpr Tag summary = 1004, description = 1005, build_time = 1006, build_host = 1007;
inline constexpr Tag size = 1009, vendor = 1011, license = 1014, packager = 1015, group = 1016, url = 1020;
inline constexpr Tag architecture = 1022, old_file_names = 1027, file_modes = 1030, file_flags = 1037;
inline constexpr Tag source_rpm = 1044, archive_size = 1046;
inline constexpr Tag provide_name = 1047, require_flags = 1048, require_name = 1049, require_version = 1050;
inline constexpr Tag conflict_flags = 1053, conflict_name = 1054, conflict_version = 1055;
inline constexpr Tag changelog_time = 1080, changelog_name = 1081, changelog_text = 1082;
inline constexpr Tag obsolete_name = 1090, source_package = 1106;
inline constexpr Tag provide_flags = 1112, provide_version = 1113, obsolete_flags = 1114, obsolete_version = 1115;
inline constexpr Tag dir_indexes = 1116, base_names = 1117, dir_names = 1118;
inline constexpr Tag payload_format = 1124, payload_compressor = 1125;
inline constexpr Tag long_size = 5009, long_archive_size = 5010;
inline constexpr Tag recommend_name = 5046, recommend_version = 5047, recommend_flags = 5048;
inline constexpr Tag suggest_name = 5049, suggest_version = 5050, suggest_flags = 5051;
inline constexpr Tag supplement_name = 5052, supplement_version = 5053, supplement_flags = 5054;
inline constexpr Tag enhance_name = 5055, enhance_version = 5056, enhance_flags = 5057;
inline constexpr Tag payload_digest = 5092, payload_digest_algorithm = 5093, payload_digest_alt = 5097;
inline constexpr Tag payload_size = 5112, payload_size_alt = 5113, rpm_format = 5114;
inline constexpr Tag payload_sha512 = 5121, payload_sha3_256 = 5123;
}  // namespace tag

/// Tags of the signature header. 267 to 279 have the same meaning wherever they stand; those from 1000 on are legacy
/// numbers, which librpm renames when it merges both headers (1000 → 257, 1004 → 261, …) to tell them from the above.
namespace sigtag {
inline constexpr Tag dsa_header = 267, rsa_header = 268, sha1 = 269, long_size = 270, long_archive_size = 271;
inline constexpr Tag sha256 = 273;  // rpm's format documents say 272; the code says 273
inline constexpr Tag openpgp = 278, sha3_256 = 279, reserved = 999;
inline constexpr Tag size = 1000, pgp = 1002, md5 = 1004, gpg = 1005, pgp5 = 1006, payload_size = 1007;
inline constexpr Tag reserved_space = 1008;
}  // namespace sigtag

/// "1000 (NAME)" for messages; the number alone for a tag this program never looks at.
std::string describe_main_tag(Tag tag);
std::string describe_signature_tag(Tag tag);

/// The type a tag of the main header must have.
ValueKind kind_of_main_tag(Tag tag);

}  // namespace slipway::rpm
