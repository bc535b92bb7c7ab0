package io.tidemark.command.domain;

import java.util.Comparator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lots of one account and currency in one drain order: an immutable balanced (AVL) tree. Every node knows what its
 * subtree holds and between which times its lots were granted and expire, so that the next lot to drain is found in
 * O(log n) however many expired or future lots stand before it, and a balance needs no walk over the lots.
 *
 * <p>Why O(log n): in either order one half of the validity test is monotone (by expiry: "not expired" is a suffix; by
 * emission: "granted" is a prefix), and inside that part the other half is decided by the subtree's bound alone.
 */
final class LotTree {

    private final Comparator<Lot> order;
    private final @Nullable Node root;

    private LotTree(Comparator<Lot> order, @Nullable Node root) {
        this.order = order;
        this.root = root;
    }

    static LotTree empty(DrainOrder order) {
        return new LotTree(order.comparator(), null);
    }

    int size() {
        return root == null ? 0 : root.size;
    }

    /** With a lot more. The sum of all lots must fit a {@code long}. */
    LotTree plus(Lot lot) {
        return new LotTree(order, insert(root, lot));
    }

    /** Without the lot that sorts like this one, which must be there. */
    LotTree minus(Lot lot) {
        return new LotTree(order, remove(root, lot));
    }

    /** With this lot in the place of the one that sorts like it, which must be there. */
    LotTree replace(Lot lot) {
        return new LotTree(order, substitute(root, lot));
    }

    /** The lot that sorts like this one, if there is one. */
    @Nullable
    Lot find(Lot place) {
        Node node = root;
        while (node != null) {
            int side = order.compare(place, node.lot);
            if (side == 0) {
                return node.lot;
            }
            node = side < 0 ? node.left : node.right;
        }
        return null;
    }

    /** The first lot in drain order that is valid at a time. */
    @Nullable
    Lot firstValidAt(long micros) {
        return firstValidAt(root, micros);
    }

    /** What remains in all lots that are valid at a time. */
    long sumValidAt(long micros) {
        return sumValidAt(root, micros);
    }

    /** Shows every lot, in drain order. */
    void forEach(Consumer<Lot> action) {
        forEach(root, action);
    }

    private static @Nullable Lot firstValidAt(@Nullable Node node, long micros) {
        if (node == null || node.hasNoneValidAt(micros)) {
            return null;
        }
        Lot left = firstValidAt(node.left, micros);
        if (left != null) {
            return left;
        }
        return node.lot.isValidAt(micros) ? node.lot : firstValidAt(node.right, micros);
    }

    private static long sumValidAt(@Nullable Node node, long micros) {
        if (node == null || node.hasNoneValidAt(micros)) {
            return 0;
        }
        if (node.hasAllValidAt(micros)) {
            return node.sum;
        }
        long own = node.lot.isValidAt(micros) ? node.lot.remaining() : 0;
        return own + sumValidAt(node.left, micros) + sumValidAt(node.right, micros);
    }

    private static void forEach(@Nullable Node node, Consumer<Lot> action) {
        if (node != null) {
            forEach(node.left, action);
            action.accept(node.lot);
            forEach(node.right, action);
        }
    }

    private Node insert(@Nullable Node node, Lot lot) {
        if (node == null) {
            return new Node(lot, null, null);
        }
        int side = order.compare(lot, node.lot);
        if (side == 0) {
            throw new IllegalStateException("lot " + lot.ref() + "#" + lot.index() + " is there already");
        }
        return side < 0
                ? balanced(node.lot, insert(node.left, lot), node.right)
                : balanced(node.lot, node.left, insert(node.right, lot));
    }

    private Node substitute(@Nullable Node node, Lot lot) {
        if (node == null) {
            throw missing(lot);
        }
        int side = order.compare(lot, node.lot);
        if (side == 0) {
            return new Node(lot, node.left, node.right);
        }
        return side < 0
                ? new Node(node.lot, substitute(node.left, lot), node.right)
                : new Node(node.lot, node.left, substitute(node.right, lot));
    }

    private @Nullable Node remove(@Nullable Node node, Lot lot) {
        if (node == null) {
            throw missing(lot);
        }
        int side = order.compare(lot, node.lot);
        if (side < 0) {
            return balanced(node.lot, remove(node.left, lot), node.right);
        }
        if (side > 0) {
            return balanced(node.lot, node.left, remove(node.right, lot));
        }
        if (node.left == null || node.right == null) {
            return node.left == null ? node.right : node.left;
        }
        Lot successor = leftmost(node.right);
        return balanced(successor, node.left, remove(node.right, successor));
    }

    private static Lot leftmost(Node node) {
        Node current = node;
        while (current.left != null) {
            current = current.left;
        }
        return current.lot;
    }

    private static IllegalStateException missing(Lot lot) {
        return new IllegalStateException("lot " + lot.ref() + "#" + lot.index() + " is not there");
    }

    /** A node over two subtrees whose heights differ by at most two, rotated so that they differ by at most one. */
    private static Node balanced(Lot lot, @Nullable Node left, @Nullable Node right) {
        int lean = height(left) - height(right);
        if (lean > 1 && left != null) {
            Node inner = left.right;
            if (inner != null && inner.height > height(left.left)) {
                return new Node(
                        inner.lot, new Node(left.lot, left.left, inner.left), new Node(lot, inner.right, right));
            }
            return new Node(left.lot, left.left, new Node(lot, inner, right));
        }
        if (lean < -1 && right != null) {
            Node inner = right.left;
            if (inner != null && inner.height > height(right.right)) {
                return new Node(
                        inner.lot, new Node(lot, left, inner.left), new Node(right.lot, inner.right, right.right));
            }
            return new Node(right.lot, new Node(lot, left, inner), right.right);
        }
        return new Node(lot, left, right);
    }

    private static int height(@Nullable Node node) {
        return node == null ? 0 : node.height;
    }

    /** A lot with what sorts before and after it, and the bounds of all three together. */
    private static final class Node {
        private final Lot lot;
        private final @Nullable Node left;
        private final @Nullable Node right;
        private final int height;
        private final int size;
        private final long sum;
        private final long minGrantedAt;
        private final long maxGrantedAt;
        private final long minExpiresAt;
        private final long maxExpiresAt;

        Node(Lot lot, @Nullable Node left, @Nullable Node right) {
            this.lot = lot;
            this.left = left;
            this.right = right;
            this.height = 1 + Math.max(height(left), height(right));
            this.size = 1 + (left == null ? 0 : left.size) + (right == null ? 0 : right.size);
            long total = lot.remaining();
            long grantedFrom = lot.grantedAtMicros();
            long grantedTo = lot.grantedAtMicros();
            long expiresFrom = lot.expiresAtMicros();
            long expiresTo = lot.expiresAtMicros();
            if (left != null) {
                total = Math.addExact(total, left.sum);
                grantedFrom = Math.min(grantedFrom, left.minGrantedAt);
                grantedTo = Math.max(grantedTo, left.maxGrantedAt);
                expiresFrom = Math.min(expiresFrom, left.minExpiresAt);
                expiresTo = Math.max(expiresTo, left.maxExpiresAt);
            }
            if (right != null) {
                total = Math.addExact(total, right.sum);
                grantedFrom = Math.min(grantedFrom, right.minGrantedAt);
                grantedTo = Math.max(grantedTo, right.maxGrantedAt);
                expiresFrom = Math.min(expiresFrom, right.minExpiresAt);
                expiresTo = Math.max(expiresTo, right.maxExpiresAt);
            }
            this.sum = total;
            this.minGrantedAt = grantedFrom;
            this.maxGrantedAt = grantedTo;
            this.minExpiresAt = expiresFrom;
            this.maxExpiresAt = expiresTo;
        }

        boolean hasNoneValidAt(long micros) {
            return minGrantedAt > micros || maxExpiresAt <= micros;
        }

        boolean hasAllValidAt(long micros) {
            return maxGrantedAt <= micros && minExpiresAt > micros;
        }
    }
}
