#include "storage/s3/destroying.hpp"

#include "storage/s3/answers.hpp"

#include <fmt/format.h>

namespace slipway::s3 {
namespace {

constexpr int most_rounds = 1000;

/// Some of them; none if there are none. Names that only begin like the object's come behind it.
Result<std::vector<ObjectVersion>> find_versions(Client& client, const std::string& full_name) {
    const auto answer = TRY(client.caller().call({Operation::list_object_versions,
                                                  Method::get,
                                                  client.bucket().path(),
                                                  {{"versions", ""}, {"prefix", full_name}}}));
    auto versions = TRY(parse_versions(answer.body));
    std::erase_if(versions, [&](const ObjectVersion& version) { return version.name != full_name; });
    return versions;
}

}  // namespace

Result<> destroy(Client& client, const ObjectKey& key) {
    const auto step = fmt::format("destroying {}", key.text());
    const auto full_name = client.bucket().full_name(key.text());
    const auto path = client.bucket().path_of(key);
    for (int round = 0; round < most_rounds; ++round) {
        const auto versions = TRY(find_versions(client, full_name).during(step));
        if (versions.empty()) return {};
        for (const auto& version : versions)
            TRY(client.caller()
                    .call({Operation::delete_object, Method::del, path, {{"versionId", version.version}}})
                    .during(step));
    }
    return Error(Fault::io, step + ": the store still lists versions of it");
}

}  // namespace slipway::s3
