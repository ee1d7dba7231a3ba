#include "repo-format/rpm/lead.hpp"

#include <string_view>

namespace slipway::rpm {
namespace {

constexpr std::string_view rpm_magic = "\xed\xab\xee\xdb";

Error wrong_format(const std::string& what) {
    return Error(Fault::invalid_input, "this is " + what + ", not an rpm package").as("wrong-format");
}

}  // namespace

Result<> check_lead(const RandomAccess& file) {
    const std::string lead = TRY(file.read(0, lead_size));
    if (lead.starts_with("!<arch>\n")) return wrong_format("an ar archive (a Debian package?)");
    if (lead.starts_with("drpm"))
        return Error(Fault::unsupported, "delta packages are not supported").as("unsupported-format");
    if (!lead.starts_with(rpm_magic))
        return wrong_format("a file that does not start with an rpm package's magic number");
    if (lead.size() < lead_size)
        return Error(Fault::invalid_input, "lead: the file ends at offset " + std::to_string(lead.size()))
            .as("invalid-package");
    return {};
}

}  // namespace slipway::rpm
