// Any bytes are refused with one of the promised errors, or make a package whose memory was known before, whose fields
// can stand in a path and whose metadata are text an XML parser accepts.
#include "base/text.hpp"
#include "fuzz/support.hpp"
#include "repo-format/rpm/basearch.hpp"
#include "repo-format/rpm/rpm_package.hpp"
#include "repo-format/rpm/signature_header.hpp"
#include "repo-format/yum/copied_texts.hpp"
#include "repo-format/yum/package_xml.hpp"

using namespace slipway::fuzz;
namespace rpm = slipway::rpm;

namespace {

/// UTF-8 of nothing but characters of XML 1.0, with tags that open and close in order.
void require_well_formed(std::string_view xml) {
    require(slipway::is_valid_utf8(xml));
    for (const char c : xml) require(static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t');
    require(xml.find("\xef\xbf\xbe") == xml.npos && xml.find("\xef\xbf\xbf") == xml.npos);
    int depth = 0;
    for (std::size_t at = xml.find('<'); at != xml.npos; at = xml.find('<', at + 1)) {
        const std::size_t end = xml.find('>', at);
        require(end != xml.npos && xml.substr(at + 1, end - at - 1).find('<') == xml.npos);
        if (xml[at + 1] == '/')
            --depth;
        else if (xml[end - 1] != '/')
            ++depth;
        require(depth >= 0);
    }
    require(depth == 0);
}

void require_signable(const slipway::MemoryBytes& file, const rpm::RpmPackage& package) {
    const auto start = rpm::with_signatures(file, package, {rpm::SignatureKind::rsa, "signature", std::nullopt});
    if (!start.ok()) return;
    require(start->size() % 8 == 0);
    const auto header = rpm::Header::read(slipway::MemoryBytes(*start), 96, rpm::HeaderKind::signature);
    require(header.ok() && header->binary(rpm::sigtag::rsa_header) == "signature");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const slipway::MemoryBytes file{std::string(text_of(data, size))};
    const auto package = rpm::read_rpm(file, rpm::VerifyDigests::no);
    if (!package.ok()) {
        const auto code = package.error().code();
        require(code == "invalid-package" || code == "unsupported-format" || code == "wrong-format");
        return 0;
    }
    const auto memory = rpm::memory_of_headers(file);
    require(memory.ok() && *memory >= package->signature.bytes().size() + package->main.bytes().size());
    require(is_path_component(package->name) && is_path_component(rpm::file_name(*package)));
    require(is_path_component(rpm::basearch_of(package->architecture)));

    const auto xml = slipway::yum::render_package(*package, {slipway::Sha256{}, size, rpm::file_name(*package)});
    require_well_formed(xml.primary);
    require_well_formed(xml.filelists);
    require_well_formed(xml.other);
    if (slipway::yum::check_copied_texts(*package).ok())
        for (const auto* document : {&xml.primary, &xml.filelists, &xml.other})
            require(document->find_first_of("\x7f") == std::string::npos);
    require_signable(file, *package);
    return 0;
}
