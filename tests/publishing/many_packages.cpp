#include "tests/publishing/many_packages.hpp"

#include <algorithm>

namespace slipway::testing {

std::vector<publishing::IngestedPackage> many_debs(const PublisherFixture& slipway, std::size_t first,
                                                   std::size_t count, const std::string& repository) {
    const auto& settings = slipway.repository(repository).state.settings;
    const auto distro = std::find_if(settings.distros.begin(), settings.distros.end(),
                                     [](const auto& row) { return row.format == "deb"; });
    std::vector<publishing::IngestedPackage> packages;
    for (std::size_t number = first; number < first + count; ++number) {
        const std::string salt = sha256_of(std::to_string(number)).hex();
        storage::PackageRow row;
        row.repository = settings.id;
        row.name = salt.substr(0, 8) + "-" + std::to_string(number);
        row.version = "1.0-1";
        row.architecture = "amd64";
        row.format = "deb";
        row.source = row.name;
        row.sha256 = row.uploaded_sha256 = sha256_of(row.name);
        row.file_name = row.name + "_1.0-1_amd64.deb";
        row.size = 1000;
        row.documents = {"Package: " + row.name + "\nVersion: 1.0-1\nArchitecture: amd64\nDescription: " + salt +
                         "\n " + salt + salt + "\n " + salt + "\n"};
        row.weight = static_cast<std::uint32_t>(row.documents.front().size() + 200);
        row.provenance = "{}";
        packages.push_back({row.file_name, std::move(row), {{distro->id, distro->components.front()}}, nullptr});
    }
    return packages;
}

std::future<Result<publishing::UploadAnswer>> begin_upload(PublisherFixture& slipway,
                                                           std::vector<publishing::IngestedPackage> packages,
                                                           const std::string& repository) {
    auto promise = std::make_shared<std::promise<Result<publishing::UploadAnswer>>>();
    auto answer = promise->get_future();
    slipway.publisher().upload(
        {"test", ""}, repository, "dev", std::move(packages),
        [promise](Result<publishing::UploadAnswer> result) { promise->set_value(std::move(result)); });
    return answer;
}

}  // namespace slipway::testing
