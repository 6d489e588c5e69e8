package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.AbstractQueue;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.Objects;

/**
 * A binary heap for {@link PriorityQueue}: the least item comes first, and the older of two equal
 * ones.
 *
 * <p>{@link java.util.PriorityQueue} will not do: it moves items while it compares them, so that
 * one is lost and another there twice if the comparator throws. Here a place is sought first, and
 * nothing moves before it is found.
 */
final class Heap<T> extends AbstractQueue<T> {
    private static final int FIRST_CAPACITY = 8;

    private final Comparator<? super T> comparator;

    /** The items at 2 i + 1 and 2 i + 2 do not come before the one at i. */
    private @Nullable Object[] items = new @Nullable Object[FIRST_CAPACITY];

    /** Says which one of equal items comes first. */
    private long[] numbers = new long[FIRST_CAPACITY];

    private int size;
    private long nextNumber;
    private long firstNumber;

    /** A comparator is user code: it may suspend, and let others in. */
    private int changes;

    Heap(Comparator<? super T> comparator) {
        this.comparator = Objects.requireNonNull(comparator, "comparator");
    }

    @Override
    public boolean offer(T item) {
        int before = changes;
        int place = placeFor(item);
        checkUnchanged(before);
        insert(item, place, nextNumber++);
        return true;
    }

    /** Puts an item back that {@link #poll} gave. Compares nothing, so it cannot fail. */
    void putBack(T item) {
        insert(item, 0, --firstNumber);
    }

    /** At a place on the way from the end to the top; those below on that way move down. */
    private void insert(T item, int place, long number) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        for (int i = size; i > place; i = parent(i)) {
            items[i] = items[parent(i)];
            numbers[i] = numbers[parent(i)];
        }
        items[place] = item;
        numbers[place] = number;
        size++;
        changes++;
    }

    /** Where on the way up from the end a new item belongs. */
    private int placeFor(T item) {
        int place = size;
        if (place == 0) {
            int _ = comparator.compare(item, item); // or an item of a wrong type would get in
        }
        while (place > 0 && comparator.compare(item, item(parent(place))) < 0) {
            place = parent(place);
        }
        return place;
    }

    @Override
    public @Nullable T poll() {
        if (size == 0) {
            return null;
        }
        int before = changes;
        int place = placeForLast();
        checkUnchanged(before);
        int last = --size;
        Object moving = items[last];
        long number = numbers[last];
        items[last] = null;
        changes++;
        if (last == 0) {
            return Works.cast(moving);
        }
        for (int i = place; i > 0; i = parent(i)) {
            Object moved = items[i];
            items[i] = moving;
            moving = moved;
            long movedNumber = numbers[i];
            numbers[i] = number;
            number = movedNumber;
        }
        T first = item(0);
        items[0] = moving;
        numbers[0] = number;
        return first;
    }

    /** Where on the way of the lesser items, down from the top, the last one belongs. */
    private int placeForLast() {
        int last = size - 1;
        int place = 0;
        for (int child = 1; child < last; child = 2 * place + 1) {
            if (child + 1 < last && isBefore(child + 1, child)) {
                child++;
            }
            if (isBefore(last, child)) {
                break;
            }
            place = child;
        }
        return place;
    }

    private boolean isBefore(int one, int other) {
        int order = comparator.compare(item(one), item(other));
        return order != 0 ? order < 0 : numbers[one] < numbers[other];
    }

    private void checkUnchanged(int before) {
        if (changes != before) {
            throw new ConcurrentModificationException(
                    "the queue was changed while its comparator ran");
        }
    }

    private static int parent(int index) {
        return (index - 1) >>> 1;
    }

    @SuppressWarnings("unchecked")
    private T item(int index) {
        return (T) Objects.requireNonNull(items[index]);
    }

    @Override
    public @Nullable T peek() {
        return size == 0 ? null : item(0);
    }

    @Override
    public int size() {
        return size;
    }

    /** Compares nothing, so it cannot fail. */
    @Override
    public void clear() {
        Arrays.fill(items, 0, size, null);
        size = 0;
        changes++;
    }

    /** In no order. */
    @Override
    @SuppressWarnings("unchecked")
    public Iterator<T> iterator() {
        return (Iterator<T>)
                Collections.unmodifiableList(Arrays.asList(items).subList(0, size)).iterator();
    }
}
