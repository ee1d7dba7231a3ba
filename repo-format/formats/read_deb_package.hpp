#pragma once

#include "repo-format/deb/deb_package.hpp"
#include "repo-format/formats/read_package.hpp"

namespace slipway::formats {

/// A deb as the catalog and its index describe it.
class ReadDebPackage final : public ReadPackage {
public:
    explicit ReadDebPackage(deb::DebPackage package) : package_(std::move(package)) {}

    Identity identity() const override;
    std::uint64_t memory_of_lists() const override;
    std::uint64_t most_text_bytes() const override;
    Result<> check_listable() const override;
    Description describe(const ServedBytes& bytes) const override;
    Result<> check_texts(std::span<const std::string> documents, const ListedFile& file) const override;
    std::vector<std::string> warnings() const override;

private:
    deb::DebPackage package_;
};

}  // namespace slipway::formats
