#include "repo-format/formats/read_rpm_package.hpp"

#include "repo-format/rpm/signature_warnings.hpp"
#include "repo-format/rpm/tags.hpp"
#include "repo-format/yum/copied_texts.hpp"
#include "repo-format/yum/package_files.hpp"
#include "repo-format/yum/package_xml.hpp"
#include "repo-format/yum/xml_size.hpp"

namespace slipway::formats {
namespace {

/// rpm treats no epoch and epoch 0 alike; one spelling keeps versions comparable as text.
std::string version_of(rpm::Evr evr) {
    if (evr.epoch == "0") evr.epoch.clear();
    return rpm::render(evr);
}

}  // namespace

Identity ReadRpmPackage::identity() const { return {package_.name, version_of(package_.evr), package_.architecture}; }

std::uint64_t ReadRpmPackage::memory_of_lists() const { return rpm::memory_of_lists(package_); }

std::uint64_t ReadRpmPackage::most_text_bytes() const { return yum::most_xml_bytes(package_); }

Result<> ReadRpmPackage::check_listable() const {
    TRY(yum::check_copied_texts(package_));
    return yum::check_file_names(package_);
}

Description ReadRpmPackage::describe(const ServedBytes& bytes) const {
    Description made;
    made.source = std::string(package_.main.text(rpm::tag::source_rpm));
    made.summary = std::string(package_.main.text(rpm::tag::summary));
    made.file_name = rpm::file_name(package_);
    auto xml =
        yum::render_package(package_, {bytes.sha256, bytes.size, yum::location_of(bytes.sha256, made.file_name)});
    made.weight = static_cast<std::uint32_t>(xml.primary.size() + xml.filelists.size() + xml.other.size());
    made.documents = {std::move(xml.primary), std::move(xml.filelists), std::move(xml.other)};
    return made;
}

Result<> ReadRpmPackage::check_texts(std::span<const std::string> /*documents*/, const ListedFile& /*file*/) const {
    return {};
}

std::vector<std::string> ReadRpmPackage::warnings() const { return rpm::signature_warnings(package_); }

}  // namespace slipway::formats
