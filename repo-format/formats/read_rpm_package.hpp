#pragma once

#include "repo-format/formats/read_package.hpp"
#include "repo-format/rpm/rpm_package.hpp"

namespace slipway::formats {

/// An rpm as the catalog and its indexes describe it.
class ReadRpmPackage final : public ReadPackage {
public:
    explicit ReadRpmPackage(rpm::RpmPackage package) : package_(std::move(package)) {}

    Identity identity() const override;
    std::uint64_t memory_of_lists() const override;
    std::uint64_t most_text_bytes() const override;
    Result<> check_listable() const override;
    Description describe(const ServedBytes& bytes) const override;
    Result<> check_texts(std::span<const std::string> documents, const ListedFile& file) const override;
    std::vector<std::string> warnings() const override;

private:
    rpm::RpmPackage package_;
};

}  // namespace slipway::formats
