#include "tests/storage/objects/bucket_place.hpp"

#include "tests/storage/s3/store_fixture.hpp"
#include "tests/support/must.hpp"

#include <atomic>
#include <fstream>

namespace slipway::testing {
namespace {

std::string a_new_prefix() {
    static std::atomic<int> last = 0;
    return "s3://packages/place-" + std::to_string(++last);
}

void flip_a_byte(const std::filesystem::path& path, std::uint64_t offset) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(static_cast<std::streamoff>(offset));
    const auto byte = static_cast<char>(file.get() ^ 1);
    file.seekp(static_cast<std::streamoff>(offset));
    file.put(byte);
}

}  // namespace

BucketPlace::BucketPlace() {
    storage::BucketAccessSettings settings;
    settings.bucket.url = a_new_prefix();
    settings.bucket.endpoint = s3::variable("SLIPWAY_TEST_S3_ENDPOINT");
    access_ = MUST(storage::BucketAccess::open(settings, clock_));
}

BucketPlace::~BucketPlace() {
    MUST(client().visit("", [this](const s3::ListedObject& object) {
        return client().remove(MUST(s3::ObjectKey::parse(object.name)));
    }));
}

storage::BucketParts BucketPlace::parts(storage::CacheBounds bounds) {
    cache_.reset();
    cache_ = MUST(storage::ObjectCache::open(files_, directory_.path(), bounds));
    return {client(), files_, clock_, cache_.get()};
}

void BucketPlace::change(const s3::ObjectKey& key, const std::string& copy, std::uint64_t offset) {
    const auto status = MUST(client().find(key));
    auto content = MUST(client().read(key, {0, status->size}));
    content.at(offset) ^= 1;
    const MemoryBytes bytes(content);
    MUST(client().put(key, {&bytes, 0, content.size()}, sha256_of(content)));
    change_copy(copy, offset);
}

void BucketPlace::change_copy(const std::string& copy, std::uint64_t offset) {
    for (const auto& entry : std::filesystem::directory_iterator(cache().layout().objects()))
        if (entry.path().filename().string().starts_with(copy + "@")) flip_a_byte(entry.path(), offset);
}

void BucketPlace::lose_cache() { std::filesystem::remove_all(cache().layout().directory()); }

}  // namespace slipway::testing
