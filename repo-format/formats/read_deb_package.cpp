#include "repo-format/formats/read_deb_package.hpp"

#include "repo-format/apt/packages_stanza.hpp"
#include "repo-format/apt/stanza_reader.hpp"
#include "repo-format/deb/pool_path.hpp"

namespace slipway::formats {
namespace {

/// The component's name is left out: it would move block boundaries between components.
std::string stanza_of(const std::string& fields, const ListedFile& file) {
    const auto path = deb::pool_path("", file.source, file.bytes.sha256, file.file_name);
    return apt::packages_stanza(fields, path, file.bytes.size, file.bytes.sha256);
}

}  // namespace

Identity ReadDebPackage::identity() const { return {package_.name, package_.version, package_.architecture}; }

std::uint64_t ReadDebPackage::memory_of_lists() const { return 0; }

/// A control file has at most 1 MiB, and its text in the index little more.
std::uint64_t ReadDebPackage::most_text_bytes() const { return apt::stanza_fields(package_.control).size(); }

Result<> ReadDebPackage::check_listable() const { return {}; }

Description ReadDebPackage::describe(const ServedBytes& bytes) const {
    Description made;
    made.source = package_.source;
    const auto description = package_.control.find("Description").value_or("");
    made.summary = std::string(description.substr(0, description.find('\n')));
    made.file_name = deb::pool_file_name(package_);
    made.documents = {apt::stanza_fields(package_.control)};
    const auto stanza = stanza_of(made.documents.front(), {made.source, made.file_name, bytes});
    made.weight = static_cast<std::uint32_t>(stanza.size());
    return made;
}

/// The second look at what everybody's apt will read.
Result<> ReadDebPackage::check_texts(std::span<const std::string> documents, const ListedFile& file) const {
    return apt::check_stanza(stanza_of(documents.front(), file), package_.control);
}

std::vector<std::string> ReadDebPackage::warnings() const { return package_.warnings; }

}  // namespace slipway::formats
