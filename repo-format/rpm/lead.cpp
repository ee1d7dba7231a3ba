#include "repo-format/rpm/lead.hpp"

#include <string_view>

namespace slipway::rpm {
namespace {

constexpr std::string_view rpm_magic = "\xed\xab\xee\xdb";

Error wrong_format(const std::string& what) {
    return Error("wrong-format"_problem, "this is " + what + ", not an rpm package");
}

}  // namespace

Result<> check_lead(const RandomAccess& file) {
    const std::string lead = TRY(file.read(0, lead_size));
    if (lead.starts_with("!<arch>\n")) return wrong_format("an ar archive (a Debian package?)");
    if (lead.starts_with("drpm")) return Error("unsupported-format"_problem, "delta packages are not supported");
    if (!lead.starts_with(rpm_magic))
        return wrong_format("a file that does not start with an rpm package's magic number");
    if (lead.size() < lead_size)
        return Error("invalid-package"_problem, "lead: the file ends at offset " + std::to_string(lead.size()));
    return {};
}

}  // namespace slipway::rpm
