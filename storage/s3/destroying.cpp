#include "storage/s3/destroying.hpp"

#include "storage/s3/answers.hpp"

#include <fmt/format.h>

namespace slipway::s3 {
namespace {

constexpr int most_rounds = 1000;

enum class Names : unsigned char { same, beginning };

/// Returns what a listing of objects shows, each as its only version.
Result<std::vector<ObjectVersion>> find_objects(Client& client, std::string_view name) {
    std::vector<ObjectVersion> objects;
    for (const auto& object : TRY(client.list(name)).objects)
        objects.push_back({client.bucket().full_name(object.name), ""});
    return objects;
}

/// Returns some of them, or none if there are none. A store without versions may not know the request (Garage).
Result<std::vector<ObjectVersion>> find_versions(Client& client, std::string_view name, Names names) {
    const auto full_name = client.bucket().full_name(name);
    auto answer = client.caller().call({Operation::list_object_versions,
                                        Method::get,
                                        client.bucket().path(),
                                        {{"versions", ""}, {"prefix", full_name}}});
    const bool has_none = !answer.ok() && answer.error().fault() == Fault::unsupported;
    if (!answer.ok() && !has_none) return std::move(answer).error();
    auto versions = TRY(has_none ? find_objects(client, name) : parse_versions(answer->body));
    // Names that only begin like the object's come behind it.
    if (names == Names::same)
        std::erase_if(versions, [&](const ObjectVersion& version) { return version.name != full_name; });
    return versions;
}

Result<> destroy_version(Client& client, const ObjectVersion& version) {
    const auto name = client.bucket().name_below_prefix(version.name);
    if (!name) return Error(Fault::io, "the store lists versions that are not below the prefix");
    const auto key = TRY(ObjectKey::parse(*name));
    Draft deletion{Operation::delete_object, Method::del, client.bucket().path_of(key)};
    if (!version.version.empty()) deletion.query.emplace_back("versionId", version.version);
    TRY(client.caller().call(deletion));
    return {};
}

Result<> destroy_named(Client& client, std::string_view name, Names names) {
    for (int round = 0; round < most_rounds; ++round) {
        const auto versions = TRY(find_versions(client, name, names));
        if (versions.empty()) return {};
        for (const auto& version : versions) TRY(destroy_version(client, version));
    }
    return Error(Fault::io, "the store still lists versions of it");
}

}  // namespace

Result<> destroy(Client& client, const ObjectKey& key) {
    return destroy_named(client, key.text(), Names::same).during(fmt::format("destroying {}", key.text()));
}

Result<> destroy_all(Client& client, std::string_view beginning) {
    return destroy_named(client, beginning, Names::beginning).during(fmt::format("destroying {}…", beginning));
}

}  // namespace slipway::s3
