#pragma once

#include "base/digest.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::formats {

/// Name, version and architecture of a package.
struct Identity {
    std::string name;
    std::string version;
    std::string architecture;
};

/// The bytes of a package as they are served.
struct ServedBytes {
    Sha256 sha256;
    std::uint64_t size = 0;
};

/// What paths and documents say of a package beside its stored texts.
struct ListedFile {
    std::string_view source;
    std::string_view file_name;
    ServedBytes bytes;
};

/// What the catalog keeps of a package beside its identity.
struct Description {
    std::string source{};                  // deb: the source package; rpm: the source rpm, or ""
    std::string summary{};                 // the first line of the description
    std::string file_name{};               // in package URLs
    std::uint32_t weight = 0;              // see index::Entry
    std::vector<std::string> documents{};  // its texts, which the documents of indexes are made from
};

/// A package file that was read and is what its format asks for. One thread at a time.
class ReadPackage {
public:
    virtual ~ReadPackage() = default;

    virtual Identity identity() const = 0;
    /// The bytes of memory that the values of its headers take together once they are lists.
    virtual std::uint64_t memory_of_lists() const = 0;
    /// The bytes that its texts have at most, counted before any is made.
    virtual std::uint64_t most_text_bytes() const = 0;
    /// Whether indexes can list it. Faults: invalid_input "invalid-package".
    virtual Result<> check_listable() const = 0;
    /// The texts follow from the package's bytes alone.
    virtual Description describe(const ServedBytes& bytes) const = 0;
    /// Reads the texts as clients will. Faults: invalid_input "invalid-package".
    virtual Result<> check_texts(std::span<const std::string> documents, const ListedFile& file) const = 0;
    /// What the uploader should know, a sentence each.
    virtual std::vector<std::string> warnings() const = 0;
};

/// How far a package file is read: its headers, or all that can be checked: an rpm's bytes against the digests that it
/// carries, the frame of a deb's data.
enum class Depth : unsigned char { headers, whole };

}  // namespace slipway::formats
