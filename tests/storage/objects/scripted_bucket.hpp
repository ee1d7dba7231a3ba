#pragma once

#include "tests/storage/s3/client_fixture.hpp"

#include <initializer_list>
#include <string>
#include <vector>

namespace slipway::testing {

/// One page with objects of a byte each, by their full names.
inline s3::Attempt a_listing(std::initializer_list<const char*> names) {
    std::string page = "<ListBucketResult>";
    for (const auto* name : names)
        page += std::string("<Contents><Key>") + name +
                "</Key><Size>1</Size><LastModified>2026-11-22T16:01:02Z</LastModified></Contents>";
    return s3::answered(200, page + "</ListBucketResult>");
}

/// What HEAD says of an object.
inline s3::Attempt found(std::uint64_t size) {
    return s3::answered(200, "", {{"content-length", std::to_string(size)}, {"etag", "\"e\""}});
}

/// All of an object that is asked for as a whole.
inline s3::Attempt all_of(const std::string& content) {
    return s3::a_part("bytes 0-" + std::to_string(content.size() - 1) + "/" + std::to_string(content.size()), content);
}

/// Attempts enough to give up.
inline std::vector<s3::Attempt> out_of_reach() { return {5, s3::ended(s3::Attempt::End::unreachable)}; }

/// A bucket whose store answers as it is told.
class ScriptedBucket : public s3::ClientFixture {
protected:
    /// "GET /packages/prod/a"
    std::vector<std::string> asked() const {
        std::vector<std::string> out;
        for (const auto& request : transport.requests)
            out.push_back(std::string(s3::name_of(request.method)) + " " + request.url.substr(bucket.origin().size()));
        return out;
    }
};

}  // namespace slipway::testing
