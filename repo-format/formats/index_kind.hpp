#pragma once

#include "base/words.hpp"
#include "repo-format/formats/read_package.hpp"
#include "repo-format/index/entry.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::formats {

/// A document of an index in one form.
struct Output {
    Document document;
    Form form;

    bool operator==(const Output&) const = default;
};

/// What the catalog keeps of a package, as lists and documents need it. Points into that.
struct PackageView {
    std::string_view name;
    std::string_view version;
    std::string_view architecture;
    ListedFile file;
    std::uint32_t weight = 0;
    std::span<const std::string> texts;  // as Description has them
};

/// One file of an index.
struct IndexFile {
    std::string_view component;
    std::string_view architecture;  // of the index
    Output output;
    Sha256 sha256;
};

/// What holds for all lists of a kind.
struct KindTraits {
    std::span<const Document> documents;  // the first names the kind
    index::ListOrder order;
    bool lists_packages;           // a content is what such lists say; else they follow from its packages
    bool texts_need_packages;      // else the keys of entries say all that the documents say
    std::string_view end_of_text;  // ends each piece in a document, and stands nowhere else
};

/// A kind of index: what its lists have of a package, and how a list is written. `Packages` is one, `primary` with
/// filelists and other is another. A list is sorted (index::ListOrder) and cut into blocks; the text of a block follows
/// from its entries, piece by piece: a piece belongs to one entry or, where the order keeps names together, to all
/// entries of one name (index::first_piece). There is one immutable instance for each kind, for any thread, and it is
/// as pure as PackageFormat.
class IndexKind {
public:
    virtual ~IndexKind() = default;
    IndexKind(const IndexKind&) = delete;
    IndexKind& operator=(const IndexKind&) = delete;

    /// The word at rest, which no other kind has: people call the index so.
    Document name() const { return traits_.documents.front(); }
    const KindTraits& traits() const { return traits_; }

    /// The architectures of its indexes, where there are packages for `architectures` and for every machine.
    virtual std::vector<std::string> indexes(const std::vector<std::string>& architectures) const = 0;
    /// Those of them that list something of such a package (docs/decisions/0010).
    virtual std::vector<std::string> listing_indexes(const std::vector<std::string>& architectures,
                                                     const std::string& architecture) const = 0;

    /// Whether these texts of a package are all that entries and documents are made from.
    virtual bool is_enough(std::span<const std::string> texts) const = 0;
    /// What a list has of a package, in any order: where it lists packages, one entry. No two keys are equal, and each
    /// has the package's digest. Precondition: its texts are enough.
    virtual std::vector<index::Entry> entries(const PackageView& package) const = 0;

    /// What an index offers. `plain` outputs are not served: their digests stand in the entry point.
    virtual std::vector<Output> outputs(Compression compression) const = 0;
    /// Tells apart renderings of one block that depend on more than its entries. No other kind that has the document
    /// has such a variant.
    virtual std::string variant(std::string_view component) const = 0;
    /// The component that a variant was rendered for; "" where none matters.
    virtual std::string component_of(std::string_view variant) const = 0;
    /// What stands before and after the entries of a document, of which there are `count`; may be "".
    virtual std::string header(Document document, std::uint64_t count) const = 0;
    virtual std::string_view footer(Document document) const = 0;
    /// Appends one piece to the texts of a block, one for each document. `packages`: of these entries, in their order,
    /// with texts that are enough; none, where the texts need no packages.
    virtual void append_piece(std::span<std::string> texts, std::string_view component,
                              std::span<const index::Entry> entries, std::span<const PackageView> packages) const = 0;

    /// Where a file is found below its channel: "main/binary-amd64/Packages.gz".
    virtual std::string path(const IndexFile& file) const = 0;

protected:
    explicit IndexKind(const KindTraits& traits) : traits_(traits) {}

private:
    const KindTraits& traits_;
};

}  // namespace slipway::formats
