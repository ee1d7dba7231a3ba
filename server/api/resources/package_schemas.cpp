#include "server/api/resources/package_schemas.hpp"

namespace slipway::api {
namespace {

constexpr std::array package_members = {
    required("sha256", a_text("Of the bytes served.")),
    maybe("uploaded_sha256", a_text("Of the bytes received, where signing changed them.")),
    required("name", a_text()),
    required("version", a_text()),
    required("architecture", a_text()),
    maybe("summary", a_text("Of a list: the first line of the description.")),
    required("distro", a_text()),
    required("component", or_null(a_text())),
    required("size", an_integer()),
    required("path", a_text("Absolute path on this server.")),
    required("url", a_url()),
    maybe("warnings", texts("Of an upload: plain sentences about what is unusual in a package that was taken.")),
};
constexpr std::array place_members = {
    required("channel", a_name()),
    required("distro", a_text()),
    required("component", or_null(a_text())),
    required("size", an_integer()),
    required("path", a_text("Absolute path on this server.")),
    required("url", a_url()),
};
constexpr Schema package_place_schema = an_answer("PackagePlace", place_members);

constexpr std::array found_members = {
    required("sha256", a_text("Of the bytes served.")),
    maybe("uploaded_sha256", a_text("Of the bytes received, where signing changed them.")),
    required("name", a_text()),
    required("version", a_text()),
    required("architecture", a_text()),
    required("summary", a_text()),
    required("format", one_of("deb rpm")),
    required("size", an_integer()),
    required("channels", a_list_of(package_place_schema, "Where it is now, whatever the filters.")),
};

constexpr std::array verified_token_members = {required("id", an_integer()), required("name", a_text())};
constexpr Schema verified_token_schema = an_answer("", verified_token_members);
constexpr std::array verified_members = {
    maybe("token", the(verified_token_schema, "For tokens that may read the repository.")),
    maybe("address", a_text("Likewise.")),
    maybe("time", a_date()),
};
constexpr Schema verified_schema = an_answer("", verified_members, "What this server saw.");
constexpr std::array claimed_members = {
    maybe("repository", a_text()),
    maybe("commit", a_text()),
    maybe("ref", a_text()),
    maybe("build_url", a_text()),
};
constexpr Schema claimed_schema = an_answer("", claimed_members, "What the uploader said of itself.");
constexpr std::array provenance_members = {
    maybe("verified", the(verified_schema)),
    maybe("claimed", the(claimed_schema)),
};
constexpr Schema provenance_schema = an_answer("", provenance_members);

constexpr std::array details_members = {
    required("sha256", a_text("Of the bytes served.")),
    required("uploaded_sha256", a_text("Of the bytes received: another one where signing changed them.")),
    required("name", a_text()),
    required("version", a_text()),
    required("architecture", a_text()),
    required("summary", a_text()),
    required("format", one_of("deb rpm")),
    required("source", a_text()),
    required("size", an_integer()),
    required("file_name", a_text()),
    required("signed_by", or_null(a_text())),
    required("uploaded_at", a_date()),
    required("provenance", the(provenance_schema)),
    required("channels", a_list_of(package_place_schema)),
};

}  // namespace

constexpr Schema package_schema = an_answer("Package", package_members);
constexpr Schema found_package_schema = an_answer("FoundPackage", found_members);
constexpr Schema package_details_schema = an_answer("PackageDetails", details_members);

}  // namespace slipway::api
