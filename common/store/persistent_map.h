// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <memory>
#include <utility>

namespace pim::store {

/// An ordered map that is a value: a copy costs one pointer and never sees later changes of the
/// original. A change copies the path from the root (AVL tree), so transactions, savepoints,
/// snapshots and consistent reads of the memory store are plain copies. One map object is used by
/// one thread; copies of it may be used by others.
template <class Key, class Value>
class PersistentMap {
 public:
  bool empty() const { return root_ == nullptr; }
  std::size_t size() const { return size_; }

  /// The value, or null. Keys may be looked up by any type that compares with them. The pointer
  /// lives as long as this map or a copy of it holds the entry.
  template <class Probe>
  const Value* find(const Probe& key) const {
    const Node* node = root_.get();
    while (node != nullptr) {
      const auto order = key <=> node->entry->key;
      if (std::is_eq(order)) {
        return &node->entry->value;
      }
      node = (std::is_lt(order) ? node->left : node->right).get();
    }
    return nullptr;
  }

  /// Inserts or replaces.
  void set(Key key, Value value) {
    bool added = false;
    root_ = put(root_, std::make_shared<const Entry>(std::move(key), std::move(value)), added);
    size_ += added ? 1 : 0;
  }

  /// True where there was such an entry.
  template <class Probe>
  bool erase(const Probe& key) {
    if (find(key) == nullptr) {
      return false;
    }
    root_ = without(root_, key);
    --size_;
    return true;
  }

  /// visit(key, value) for all keys, ascending, while it returns true.
  template <class Visit>
  void scan(Visit&& visit) const {
    all(root_.get(), visit);
  }
  /// The same for keys at or above `first`.
  template <class Probe, class Visit>
  void scan_from(const Probe& first, Visit&& visit) const {
    up(root_.get(), first, true, visit);
  }
  /// The same for keys above `after`.
  template <class Probe, class Visit>
  void scan_after(const Probe& after, Visit&& visit) const {
    up(root_.get(), after, false, visit);
  }
  /// The same for keys below `before`, descending.
  template <class Probe, class Visit>
  void scan_down(const Probe& before, Visit&& visit) const {
    down(root_.get(), before, visit);
  }

 private:
  struct Entry {
    Key key;
    Value value;
    Entry(Key k, Value v) : key(std::move(k)), value(std::move(v)) {}
  };
  // Entries and nodes are shared between the versions of a map; the last version frees them.
  using Leaf = std::shared_ptr<const Entry>;
  struct Node;
  using Link = std::shared_ptr<const Node>;
  struct Node {
    Link left;
    Leaf entry;
    Link right;
    int height;
    Node(Link l, Leaf e, Link r)
        : left(std::move(l)),
          entry(std::move(e)),
          right(std::move(r)),
          height(1 + std::max(height_of(left), height_of(right))) {}
  };

  static int height_of(const Link& link) { return link ? link->height : 0; }
  static Link node(Link left, Leaf entry, Link right) {
    return std::make_shared<const Node>(std::move(left), std::move(entry), std::move(right));
  }

  /// A node of these parts, of which one side may have become one level too high.
  static Link balanced(Link left, Leaf entry, Link right) {
    const int lean = height_of(left) - height_of(right);
    if (lean > 1) {
      if (height_of(left->left) >= height_of(left->right)) {
        return node(left->left, left->entry, node(left->right, std::move(entry), std::move(right)));
      }
      const Link& pivot = left->right;
      return node(node(left->left, left->entry, pivot->left), pivot->entry,
                  node(pivot->right, std::move(entry), std::move(right)));
    }
    if (lean < -1) {
      if (height_of(right->right) >= height_of(right->left)) {
        return node(node(std::move(left), std::move(entry), right->left), right->entry,
                    right->right);
      }
      const Link& pivot = right->left;
      return node(node(std::move(left), std::move(entry), pivot->left), pivot->entry,
                  node(pivot->right, right->entry, right->right));
    }
    return node(std::move(left), std::move(entry), std::move(right));
  }

  static Link put(const Link& at, Leaf entry, bool& added) {
    if (!at) {
      added = true;
      return node(nullptr, std::move(entry), nullptr);
    }
    const auto order = entry->key <=> at->entry->key;
    if (std::is_eq(order)) {
      return node(at->left, std::move(entry), at->right);
    }
    if (std::is_lt(order)) {
      return balanced(put(at->left, std::move(entry), added), at->entry, at->right);
    }
    return balanced(at->left, at->entry, put(at->right, std::move(entry), added));
  }

  /// The key is known to be there.
  template <class Probe>
  static Link without(const Link& at, const Probe& key) {
    const auto order = key <=> at->entry->key;
    if (std::is_lt(order)) {
      return balanced(without(at->left, key), at->entry, at->right);
    }
    if (std::is_gt(order)) {
      return balanced(at->left, at->entry, without(at->right, key));
    }
    if (!at->left) {
      return at->right;
    }
    if (!at->right) {
      return at->left;
    }
    Leaf next;
    Link right = without_first(at->right, next);
    return balanced(at->left, std::move(next), std::move(right));
  }

  static Link without_first(const Link& at, Leaf& first) {
    if (!at->left) {
      first = at->entry;
      return at->right;
    }
    return balanced(without_first(at->left, first), at->entry, at->right);
  }

  template <class Visit>
  static bool all(const Node* at, Visit& visit) {
    return at == nullptr ||
           (all(at->left.get(), visit) && visit(at->entry->key, at->entry->value) &&
            all(at->right.get(), visit));
  }

  template <class Probe, class Visit>
  static bool up(const Node* at, const Probe& from, bool with_equal, Visit& visit) {
    if (at == nullptr) {
      return true;
    }
    const auto order = at->entry->key <=> from;
    if (std::is_lt(order) || (std::is_eq(order) && !with_equal)) {
      return up(at->right.get(), from, with_equal, visit);
    }
    return up(at->left.get(), from, with_equal, visit) && visit(at->entry->key, at->entry->value) &&
           all(at->right.get(), visit);
  }

  template <class Probe, class Visit>
  static bool down(const Node* at, const Probe& before, Visit& visit) {
    if (at == nullptr) {
      return true;
    }
    const auto order = at->entry->key <=> before;
    if (std::is_gteq(order)) {
      return down(at->left.get(), before, visit);
    }
    return down(at->right.get(), before, visit) && visit(at->entry->key, at->entry->value) &&
           down(at->left.get(), before, visit);
  }

  Link root_;
  std::size_t size_ = 0;
};

struct Nothing {};
template <class Key>
using PersistentSet = PersistentMap<Key, Nothing>;

}  // namespace pim::store
