// Any bytes are refused with one of the promised errors, or make a package whose fields can stand in a path and whose
// stanza apt reads as it was meant: no control character enters an index. The only stanza that apt's rules may refuse
// is one that is too long; reading what was written as canonical is the same again.
#include "fuzz/support.hpp"
#include "repo-format/apt/packages_stanza.hpp"
#include "repo-format/apt/stanza_reader.hpp"
#include "repo-format/deb/canonical_control.hpp"
#include "repo-format/deb/deb_package.hpp"
#include "repo-format/deb/pool_path.hpp"
#include "repo-format/deb/version.hpp"

using namespace slipway::fuzz;
namespace deb = slipway::deb;

namespace {

void require_plain(const deb::Paragraph& control) {
    for (const auto& field : control.fields()) {
        require(is_one_line(field.name));
        for (const char c : field.value) require(static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t');
        require(field.value.find('\x7f') == field.value.npos);
    }
    const auto stanza = slipway::apt::packages_stanza(slipway::apt::stanza_fields(control), "pool/a.deb", 1, {});
    const auto again = deb::Paragraph::parse(stanza);
    require(again.ok() && again->find("Filename") == "pool/a.deb" && again->find("Size") == "1");
    require(again->find("Package") == control.find("Package") && again->find("Version") == control.find("Version"));
    require(stanza.size() > 1'000'000 || slipway::apt::check_stanza(stanza, control).ok());
    const auto canonical = deb::canonical_control(control);
    require(canonical.ok() && canonical->control.fields() == control.fields());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const slipway::MemoryBytes file{std::string(text_of(data, size))};
    const auto package = deb::read_deb(file, deb::VerifyData::yes);
    if (!package) {
        const auto code = package.error().code();
        require(code == "invalid-package" || code == "unsupported-format" || code == "wrong-format");
        require(is_one_line(package.error().message()));
        return 0;
    }
    require(is_path_component(package->name) && is_path_component(package->source));
    require(is_path_component(package->version) && is_path_component(package->architecture));
    require(is_path_component(deb::pool_file_name(*package)));
    require(deb::check_version(package->version).ok());
    require(package->control.find("Package") == package->name);
    require_plain(package->control);
    for (const auto& warning : package->warnings) require(is_one_line(warning));
    return 0;
}
